package dev.holdfast;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** Starts the service. */
@SpringBootApplication(proxyBeanMethods = false)
public class HoldfastApplication {

    public static void main(String[] args) {
        SpringApplication.run(HoldfastApplication.class, args);
    }
}
