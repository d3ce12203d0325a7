#include "net/alarm.h"
#include "net/poller.h"
#include "tests/catch.h"

namespace sellsign::net::net_alarm_test {
namespace {

using namespace std::chrono_literals;

TEST_CASE("an alarm goes off at the earliest moment that was asked for, and again once it is spent") {
  auto poller = Poller::make();
  auto alarm = Alarm::make();
  REQUIRE((poller && alarm));
  REQUIRE(poller->add(alarm->fd(), 7, EPOLLIN));
  const auto rings = [&](std::chrono::steady_clock::duration most) {
    const auto events = poller->wait(most);
    return events.size() == 1 && events[0].data.u64 == 7;
  };
  const auto now = std::chrono::steady_clock::now();
  CHECK_FALSE(rings(0s));
  alarm->set_by(now + 1h);
  CHECK_FALSE(rings(0s));
  alarm->set_by(now);  // earlier: counts
  CHECK(rings(10s));
  alarm->set_by(now + 1h);  // later: it stays as it is
  CHECK(rings(0s));
  alarm->spent();
  alarm->set_by(now + 1h);
  CHECK_FALSE(rings(0s));
  alarm->set_by({});  // the beginning of all time is now
  CHECK(rings(10s));
}

}  // namespace
}  // namespace sellsign::net::net_alarm_test
