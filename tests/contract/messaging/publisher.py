"""A process that publishes fifty records: `publisher.py <log url or Kafka address> <topic> <key>`."""

import sys

from shared.runtime.transport import KafkaTransport, Record, SqlLog, Transport


def main(address: str, topic: str, key: str) -> None:
    courier: Transport = SqlLog(address) if address.startswith("sqlite") else KafkaTransport(address)
    records = [Record(topic, key, f"{key}/{n}".encode(), f"{key}-{n}") for n in range(50)]
    assert courier.publish(records) == [True] * 50
    courier.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
