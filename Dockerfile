# The build has Swift and the C libraries' headers; the image that runs has neither.
FROM swift:6.3-bookworm AS build
RUN apt-get update -q \
    && apt-get install -y -q --no-install-recommends make libndpi-dev libpcap-dev \
       librdkafka-dev libsqlite3-dev libyaml-dev libmaxminddb-dev libmicrohttpd-dev \
       libcurl4-openssl-dev zlib1g-dev libzstd-dev pkg-config
WORKDIR /src
COPY . .
RUN swift build -c release --product weir --static-swift-stdlib -Xlinker -s

# Debian 12 has librdkafka 2.0.2, which can't log in to Kafka 4 with SCRAM: that needs 2.6.1. The ABI
# is the same, so a newer one is built here and takes its place.
FROM debian:bookworm-slim AS librdkafka
ARG LIBRDKAFKA_VERSION=2.6.1
RUN apt-get update -q \
    && apt-get install -y -q --no-install-recommends ca-certificates curl gcc g++ make \
       libssl-dev libsasl2-dev libzstd-dev liblz4-dev zlib1g-dev
RUN curl -fsSL "https://github.com/confluentinc/librdkafka/archive/refs/tags/v${LIBRDKAFKA_VERSION}.tar.gz" \
    | tar xz -C /tmp \
    && cd "/tmp/librdkafka-${LIBRDKAFKA_VERSION}" \
    && ./configure --prefix=/opt/librdkafka --disable-debug-symbols \
    && make -j2 libs && make -C src install

FROM debian:bookworm-slim
RUN apt-get update -q \
    && apt-get install -y -q --no-install-recommends ca-certificates libndpi4.2 libpcap0.8 \
       libsqlite3-0 libyaml-0-2 libmaxminddb0 libmicrohttpd12 libcurl4 zlib1g libssl3 libsasl2-2 libzstd1 liblz4-1 \
       libstdc++6 libcap2-bin tzdata \
    && rm -rf /var/lib/apt/lists/*
COPY --from=librdkafka /opt/librdkafka/lib/librdkafka.so.1 /usr/local/lib/
COPY --from=build /src/.build/release/weir /usr/local/bin/weir
COPY examples /usr/share/weir/examples
RUN ldconfig && setcap cap_net_raw+ep /usr/local/bin/weir \
    && useradd --system --home-dir /var/lib/weir --create-home weir
USER weir
WORKDIR /var/lib/weir
ENTRYPOINT ["weir"]
CMD ["help"]
