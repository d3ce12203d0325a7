#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

#include "mock_server/mock/mock.h"
#include "tests/catch.h"
#include "tests/support/customer.h"

namespace sellsign::testing {

/// A mock with a clock and faults of its own. The clock is the machine's until a test turns it.
class FaultFixture {
 public:
  explicit FaultFixture(std::uint64_t seed = 1, mock::MockOptions options = {})
      : book({.seed = seed}), mock(with_own(std::move(options))) {}

  void put(const std::string& name, const std::string& fault) {
    const Problems problems = book.put(name, fault);
    INFO(fault << (problems.empty() ? "" : ": " + problems.front().what));
    REQUIRE(problems.empty());
  }
  void turn_clock(const std::string& change) { REQUIRE(clock.change(change).empty()); }

  http::Reply read(const std::string& number, const std::string& token = "T",
                   std::vector<http::HeaderView> headers = {}) {
    const std::string query = "action=getCustomer&number=" + number + "&j_token=" + token;
    return send({"GET", "/calinda/hub/selling/model/customer/read", query, headers, ""});
  }
  http::Reply write(const std::string& number, std::vector<http::HeaderView> headers = {}) {
    return send({"POST", "/calinda/hub/selling/model/customer/update",
                 "action=selectOrCreateCustomer&j_token=T", headers, customer_json(number)});
  }
  http::Reply send(const http::Request& request) {
    trace = {};
    return mock.handle(request, trace);
  }

  /// `seen/applied` of a fault.
  std::string counts(const std::string& name) const {
    const auto told = nlohmann::json::parse(book.to_json(name).value());
    return told["seen"].dump() + "/" + told["applied"].dump();
  }

  mock::MockClock clock;
  mock::FaultBook book;
  mock::Mock mock;
  mock::Trace trace;  ///< of the last request

 private:
  mock::MockOptions with_own(mock::MockOptions options) {
    options.clock = &clock;
    options.faults = &book;
    options.self_check = true;
    return options;
  }
};

/// The value of the first header of that name, or nothing.
inline std::string header(const http::Reply& reply, std::string_view name) {
  for (const auto& [key, value] : reply.headers)
    if (key == name) return value;
  return {};
}

}  // namespace sellsign::testing
