# The one door: `make` prints what there is.
SHELL := /bin/bash
PACKAGES := libndpi-dev libpcap-dev librdkafka-dev libsqlite3-dev libyaml-dev libmaxminddb-dev \
  libmicrohttpd-dev libcurl4-openssl-dev zlib1g-dev libzstd-dev pkg-config
# What tests measure against and the product doesn't need: nDPI's own program.
PEERS := libndpi-bin
RELEASE := swift build -c release -Xswiftc -warnings-as-errors --product weir
WEIR := .build/release/weir
BUILD_TESTS := swift build --build-tests -Xswiftc -warnings-as-errors
AGAINST_KAFKA := swift test --skip-build --filter \
  'KafkaBusTests|SameRecordsTests|ReplayedRecordsTests|RetriedRecordsTests|BadInputTests|FaultTests'
AGAINST_SECURE_KAFKA := swift test --skip-build --filter 'SecureKafka'
AGAINST_QUESTDB := swift test --skip-build --filter \
  'QuestDBServerTests|QuestDBSinkTests|QuestDBFaultTests|DashboardQueryTests'
AGAINST_INFLUXDB := swift test --skip-build --filter \
  'InfluxDBServerTests|InfluxDBRunTests|InfluxDBFaultTests|DashboardQueryTests'
FAULTS := swift test --skip-build --filter FaultTests
CHAOS_RUNS ?= 3
CHAOS_SEED ?=
# What developers may have beside the project; tests skip what isn't there.
SHARED ?= ../shared
# The script that starts a QuestDB; it needs Java.
export QUESTDB_TOOL ?= $(abspath $(wildcard $(SHARED)/questdb/questdb))
# Where `make install` puts things; DESTDIR comes before it.
PREFIX ?= /usr/local
export DESTDIR
FUZZ_PACKETS ?= 2000000
FUZZ_SEED ?=
# Captures whose frames are changed, beside frames made by code.
FUZZ_CAPTURES = examples/office.pcap.gz $(wildcard $(WEIR_TEST_DATA)/correctness)
export WEIR_TEST_DATA ?= $(wildcard $(SHARED)/data)
# Other programs that read what sinks write.
WITH_PYTHON := WEIR_TEST_PYTHON=$${WEIR_TEST_PYTHON-$$(scripts/test-python.sh)}
# The script that starts an InfluxDB 2.
export INFLUXDB_TOOL ?= $(abspath $(wildcard $(SHARED)/influxdb/influxdb))

.DEFAULT_GOAL := help
.PHONY: help deps build install test fuzz lint format demo bench integration integration-newest chaos \
  chaos-newest clean

help: ## print this
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /  make \1|/' \
	  | awk -F'|' '{ printf "%-26s %s\n", $$1, $$2 }'

deps: ## install the C libraries that are missing (Debian, apt)
	@missing=$$(for p in $(PACKAGES); do dpkg -s $$p >/dev/null 2>&1 || echo $$p; done); \
	if [ -n "$$missing" ]; then echo "installing $$missing"; \
	  sudo=$$([ $$(id -u) = 0 ] || echo sudo); \
	  $$sudo apt-get update -q && $$sudo apt-get install -y -q --no-install-recommends $$missing; fi

build: deps ## build the release binary, .build/release/weir
	$(RELEASE)

# Swift's runtime goes in, since a service can't count on finding a toolchain.
install: deps ## install weir, units for systemd and examples below PREFIX, /usr/local
	$(RELEASE) --static-swift-stdlib -Xlinker -s
	scripts/install.sh $(WEIR) $(PREFIX)

test: PACKAGES += $(PEERS)
test: deps ## build and run every test that needs no server
	$(BUILD_TESTS)
	$(WITH_PYTHON) QUESTDB_TOOL= INFLUXDB_TOOL= swift test --skip-build

fuzz: deps ## feed FUZZ_PACKETS changed frames to the decoder (FUZZ_SEED repeats a run)
	swift build -c release -Xswiftc -warnings-as-errors --product PacketFuzzer
	.build/release/PacketFuzzer $(FUZZ_PACKETS) $(FUZZ_SEED) $(FUZZ_CAPTURES)

lint: ## check the format and the house rules of the sources
	swift format lint --strict --parallel --recursive Package.swift Sources Tests

format: ## rewrite the sources in the project's format
	swift format --in-place --parallel --recursive Package.swift Sources Tests

demo: build ## run the whole pipeline on a capture of a small office with a scan and two floods
	@mkdir -p .build/demo && rm -f .build/demo/weir.db*
	$(WEIR) run examples/office.pcap.gz --bus sqlite:.build/demo/weir.db
	@scripts/demo-databases.sh $(WEIR) sqlite:.build/demo/weir.db

bench: build ## measure packets per second of each stage, beside peers in the same run
	scripts/bench.sh

integration: deps ## run the tests against a real Kafka, with the installed librdkafka, and databases
	$(BUILD_TESTS)
	$(WITH_PYTHON) scripts/with-kafka.sh $(AGAINST_KAFKA)
	scripts/with-kafka.sh --secure $(AGAINST_SECURE_KAFKA)
	INFLUXDB_TOOL= $(AGAINST_QUESTDB)
	QUESTDB_TOOL= scripts/with-influxdb.sh $(AGAINST_INFLUXDB)

integration-newest: deps ## the same with the newest librdkafka
	$(BUILD_TESTS)
	$(WITH_PYTHON) scripts/with-newest-librdkafka.sh scripts/with-kafka.sh $(AGAINST_KAFKA)
	scripts/with-newest-librdkafka.sh scripts/with-kafka.sh --secure $(AGAINST_SECURE_KAFKA)

chaos: deps ## disturb running programs in every way, CHAOS_RUNS rounds a row (CHAOS_SEED repeats)
	$(BUILD_TESTS)
	$(WITH_PYTHON) CHAOS_RUNS=$(CHAOS_RUNS) CHAOS_SEED=$(CHAOS_SEED) scripts/with-kafka.sh $(FAULTS)

chaos-newest: deps ## the same with the newest librdkafka
	$(BUILD_TESTS)
	$(WITH_PYTHON) CHAOS_RUNS=$(CHAOS_RUNS) CHAOS_SEED=$(CHAOS_SEED) \
	  scripts/with-newest-librdkafka.sh scripts/with-kafka.sh $(FAULTS)

clean: ## delete what was built
	rm -rf .build
