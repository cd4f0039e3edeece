package dev.holdfast;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** Starts the service, or runs a command beside it. */
@SpringBootApplication(proxyBeanMethods = false)
public class HoldfastApplication {

    public static void main(String[] args) {
        if (Commands.areMeant(args)) {
            System.exit(Commands.run(args));
        }
        SpringApplication.run(HoldfastApplication.class, args);
    }
}
