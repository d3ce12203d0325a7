#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

#include "mock_server/admin/admin.h"

namespace sellsign::testing {

/// A service with its control API, asked without sockets.
class AdminWorld {
 public:
  using Json = nlohmann::ordered_json;
  using Headers = std::vector<http::HeaderView>;

  explicit AdminWorld(mock::ServiceOptions options = journaled(), mock::AdminOptions admin = {})
      : service(std::move(options)), admin(service, std::move(admin)) {
    this->admin.set_ready();
  }

  static mock::ServiceOptions journaled() {
    mock::ServiceOptions options;
    options.each_namespace.journal.emplace();
    return options;
  }

  /// Asks the control API: `GET`, `journal?limit=3`.
  http::Reply ask(std::string_view verb, const std::string& target, std::string_view body = "") {
    return ask(verb, target, body, {{"Host", "127.0.0.1:8180"}, {"Content-Type", "application/json"}});
  }
  http::Reply ask(std::string_view verb, const std::string& target, std::string_view body,
                  const Headers& headers, bool from_loopback = true) {
    const std::size_t mark = target.find('?');
    const std::string path = "/__admin/" + target.substr(0, mark);
    const std::string query = mark == std::string::npos ? "" : target.substr(mark + 1);
    const http::Reply reply = admin.handle({verb, path, query, headers, body, from_loopback});
    return reply.later ? reply.later() : reply;
  }
  Json json(std::string_view verb, const std::string& target, std::string_view body = "") {
    return Json::parse(ask(verb, target, body).body);
  }

  /// A call of the vendor's API.
  http::Reply call(std::string_view call, const std::string& query, const Headers& headers = {}) {
    const std::string path = "/calinda/hub/selling/model/" + std::string(call.substr(0, call.find('?')));
    const std::string whole = std::string(call.substr(call.find('?') + 1)) + "&" + query;
    return service.handle({"GET", path, whole, headers, ""});
  }
  http::Reply upsert(const std::string& number, const std::string& token = "T", const Headers& headers = {}) {
    return call("customer/update?action=selectOrCreateCustomer",
                "number=" + number +
                    "&civility=MADAME&firstname=Ada&lastname=Exemple&email=ada%40example.org"
                    "&cell_phone=0600000000&address_1=1+rue+A&address_2=&postal_code=13100&city=Aix"
                    "&country=FR&customer_code=C1&company_name=&registration_number=&phone=&job_title="
                    "&birthdate=&birthplace=&j_token=" +
                    token,
                headers);
  }
  http::Reply read(const std::string& number, const std::string& token = "T", const Headers& headers = {}) {
    return call("customer/read?action=getCustomer", "number=" + number + "&j_token=" + token, headers);
  }

  mock::Service service;
  mock::Admin admin;
};

}  // namespace sellsign::testing
