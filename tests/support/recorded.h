#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "mock_server/journal/journal.h"
#include "mock_server/mock/mock.h"
#include "tests/support/customer.h"

namespace sellsign::testing {

inline constexpr Timestamp k_now{std::chrono::milliseconds{1'767'225'600'123}};  // 2026-01-01T00:00:00.123Z

/// A mock whose exchanges are recorded, one second apart.
class Recorded {
 public:
  using Headers = std::vector<http::HeaderView>;

  explicit Recorded(mock::JournalOptions options = {}, mock::MockOptions mock_options = {})
      : journal(options), mock(std::move(mock_options)) {}

  http::Reply send(const http::Request& request, std::string_view fault = "") {
    mock::Trace trace;
    http::Reply reply = mock.handle(request, trace);
    trace.fault = fault;
    journal.record(request, reply, trace, time, std::chrono::microseconds(12));
    time += std::chrono::seconds(1);
    return reply;
  }

  /// `customer/read` and `action=...&...`.
  http::Reply get(std::string_view call, std::string_view query, const Headers& headers = {}) {
    const std::string path = "/calinda/hub/selling/model/" + std::string(call);
    return send({"GET", path, query, headers, ""});
  }

  http::Reply post(std::string_view call, std::string_view query, std::string_view body,
                   const Headers& headers = {}) {
    const std::string path = "/calinda/hub/selling/model/" + std::string(call);
    return send({"POST", path, query, headers, body});
  }

  mock::Journal journal;
  mock::Mock mock;
  Timestamp time = k_now;
};

/// A made-up customer; percent-encoded as it should be.
inline std::string customer_query(std::string_view number, std::string_view more = "") {
  return "action=selectOrCreateCustomer&number=" + std::string(number) +
         "&civility=MADAME&firstname=Zo%C3%A9&lastname=Kermadec&email=zoe%40kermadec.example&cell_phone="
         "0612345678&address_1=1%20rue%20des%20Lilas&postal_code=29000&city=Quimper&country=FR&customer_code="
         "ZK&company_name=Kermadec%20SARL&registration_number=12345678900012&address_2=&phone=&job_title=&"
         "birthdate=1980-05-17&birthplace=Brest&j_token=s3cret%7Ct0ken%3D" +
         std::string(more);
}

}  // namespace sellsign::testing
