# The image of the service: built with the Maven wrapper, unpacked, with an ahead-of-time cache, not run as root.

FROM eclipse-temurin:25-jdk AS build
WORKDIR /build
COPY .mvn .mvn
COPY mvnw pom.xml ./
# Of its own layer, so that a change of sources does not fetch everything again; what it misses comes below.
RUN ./mvnw -B -ntp -q dependency:resolve dependency:resolve-plugins
COPY src/main src/main
COPY docs/openapi.yaml docs/openapi.yaml
RUN ./mvnw -B -ntp -q package -Dmaven.test.skip=true \
    && java -Djarmode=tools -jar target/holdfast.jar extract --destination unpacked

FROM eclipse-temurin:25-jre
RUN groupadd --gid 10001 holdfast \
    && useradd --uid 10001 --gid holdfast --home-dir /var/lib/holdfast --create-home --shell /usr/sbin/nologin holdfast
WORKDIR /opt/holdfast
COPY --from=build /build/unpacked/lib lib
COPY --from=build /build/unpacked/holdfast.jar holdfast.jar
COPY docker/health health
# The cache holds for this JVM and these very files. The URL names no server: the run must not need one.
RUN HOLDFAST_REDIS_PRIMARY_URL=redis://127.0.0.1:1 HOLDFAST_DATA_DIR=/tmp/training \
    java -XX:AOTCacheOutput=holdfast.aot -Dspring.context.exit=onRefresh -jar holdfast.jar \
    && test -s holdfast.aot \
    && rm -rf /tmp/*

# Open to other containers, hence HOLDFAST_ALLOWED_TASKS must be set: whoever can name a task runs code on workers.
ENV SERVER_ADDRESS=0.0.0.0 \
    SERVER_PORT=8080 \
    HOLDFAST_DATA_DIR=/var/lib/holdfast
USER 10001:10001
VOLUME /var/lib/holdfast
EXPOSE 8080
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s --retries=3 CMD ["bash", "/opt/holdfast/health"]
# JDK_JAVA_OPTIONS adds options of the JVM.
ENTRYPOINT ["java", "-XX:AOTCache=holdfast.aot", "-XX:MaxRAMPercentage=50", "-jar", "holdfast.jar"]
