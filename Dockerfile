# The mock in an image that holds nothing else: no shell, no package manager, no certificates.
#   docker build -t sellsign .
#   docker run --rm -p 127.0.0.1:8180:8180 sellsign --mode strict
FROM debian:12 AS build
RUN apt-get update \
 && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends \
      cmake g++ libcli11-dev libcpp-httplib-dev libre2-dev libssl-dev ninja-build nlohmann-json3-dev node-llhttp pkg-config zlib1g-dev \
 && rm -rf /var/lib/apt/lists/*
WORKDIR /source
COPY . .
RUN cmake --preset release \
 && cmake --build build/release --target sellsign \
 && strip build/release/sellsign \
 && cmake/copy_program.sh build/release/sellsign /image \
 && mkdir -m 1777 /image/tmp

FROM scratch
COPY --from=build /image /
# Numeric, so that clusters that ask for it see that it is not root.
USER 65532:65532
# Files that flags name without a folder, such as sellsign-ca.pem of --tls-auto.
WORKDIR /tmp
EXPOSE 8180
HEALTHCHECK --interval=5s --timeout=3s CMD ["/sellsign", "wait", "--for", "readyz", "--timeout", "2s"]
ENTRYPOINT ["/sellsign", "mock", "--host", "0.0.0.0"]
