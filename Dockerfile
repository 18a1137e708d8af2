# The daemon and the command line in one image.
#
#   docker build -t sluice .                     on the JVM, with an ahead-of-time cache (the default)
#   docker build --target native -t sluice .     as a native program
#
# Both run as user 10001, write to /var/lib/sluice and /tmp only, and work with a read-only root
# file system. Versions are pinned; DockerfileTest compares them with pom.xml and go.mod.

# The render worker, static, so that it runs in every image below. Its own stage, so that a change of
# Java does not compile it again: the stages below take Go from here with everything it has compiled.
FROM golang:1.26.8-bookworm AS worker
WORKDIR /worker
COPY src/main/kustomize/go.mod src/main/kustomize/go.sum ./
RUN go mod download
COPY src/main/kustomize/ ./
RUN CGO_ENABLED=0 go build -trimpath -ldflags "-s -w" -o kustomize-worker .

# The program on the JVM.
FROM eclipse-temurin:25.0.3_9-jdk-noble AS build
WORKDIR /build
COPY .mvn/ .mvn/
COPY mvnw pom.xml ./
RUN ./mvnw -B -ntp quarkus:go-offline
# Maven builds the worker into the program.
COPY --from=worker /usr/local/go/ /usr/local/go/
COPY --from=worker /go/ /go/
COPY --from=worker /root/.cache/go-build/ /root/.cache/go-build/
ENV GOPATH=/go PATH=/usr/local/go/bin:$PATH
COPY src/ src/
RUN ./mvnw -B -ntp package -DskipTests -DskipAot

# The native program.
FROM quay.io/quarkus/ubi9-quarkus-mandrel-builder-image:25.0.3.0-Final-java25 AS native-build
USER root
WORKDIR /build
COPY .mvn/ .mvn/
COPY mvnw pom.xml ./
RUN ./mvnw -B -ntp quarkus:go-offline
# Maven builds the worker into the program.
COPY --from=worker /usr/local/go/ /usr/local/go/
COPY --from=worker /go/ /go/
COPY --from=worker /root/.cache/go-build/ /root/.cache/go-build/
ENV GOPATH=/go PATH=/usr/local/go/bin:$PATH
COPY src/ src/
RUN ./mvnw -B -ntp package -DskipTests -Pnative

FROM quay.io/quarkus/ubi9-quarkus-micro-image:2.0 AS native
WORKDIR /opt/sluice
COPY --from=native-build /build/target/sluice-*-runner ./sluice
USER 10001:10001
EXPOSE 9000
ENTRYPOINT ["/opt/sluice/sluice"]
CMD ["daemon"]

# The same build of the JVM as in stage build, without the compiler.
FROM eclipse-temurin:25.0.3_9-jre-noble AS jvm
WORKDIR /opt/sluice
COPY --from=build /build/target/quarkus-app/ ./
# The cache is trained here and not in stage build: it is only valid for this JVM and these options.
COPY --from=build /build/.mvn/program.options ./
RUN rm -f app.aot \
    && java @program.options -XX:AOTCacheOutput=app.aot --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow \
         -cp quarkus-run.jar dev.sluice.training.Training \
    && test -s app.aot
USER 10001:10001
EXPOSE 9000
# Half of the memory limit for the heap: the render workers are processes of their own.
ENV MALLOC_ARENA_MAX=2
ENTRYPOINT ["java", "@/opt/sluice/program.options", "-XX:AOTCache=/opt/sluice/app.aot", "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow", \
  "-XX:MaxRAMPercentage=50", "-jar", "/opt/sluice/quarkus-run.jar"]
CMD ["daemon"]
