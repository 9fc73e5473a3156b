# The image is built in two stages; the second one runs as a user without rights and holds no build tool.
FROM maven:3.9-eclipse-temurin-25 AS build
WORKDIR /src
COPY pom.xml ./
COPY src/main ./src/main
RUN mvn -B -q -DskipTests package
RUN java -Djarmode=tools -jar target/hypha-*.jar extract --destination target/hypha-run

FROM eclipse-temurin:25-jre
RUN useradd --system --create-home --home-dir /var/lib/hypha hypha
COPY --from=build /src/target/hypha-run /opt/hypha
USER hypha
ENV HYPHA_DATA_DIR=/var/lib/hypha HYPHA_ADDRESS=0.0.0.0
EXPOSE 8080
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s CMD ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/8080 && printf 'GET /actuator/health HTTP/1.0\\r\\nHost: localhost\\r\\n\\r\\n' >&3 && grep -q UP <&3"]
ENTRYPOINT ["bash", "-c", "exec java -XX:+UseSerialGC -Xms64m -Xmx384m ${HYPHA_JAVA_OPTIONS:-} -cp \"/opt/hypha/*:/opt/hypha/lib/*\" io.hypha.cli.Hypha \"$@\"", "hypha"]
CMD ["serve"]
