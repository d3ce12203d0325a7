#pragma once

#include <string>

#include <nlohmann/json.hpp>

#include "http/message.h"

namespace sellsign::testing {

/// The parameters of a made-up customer, those that are mandatory.
inline std::string customer_json(const std::string& number) {
  return R"({"number":")" + number +
         R"(","civility":"MADAME","firstname":"Ada","lastname":"Exemple","email":"ada@example.org","cell_phone":"0600000000",)"
         R"("address_1":"1 rue A","postal_code":"13100","city":"Aix","country":"FR","customer_code":"C1"})";
}

inline nlohmann::ordered_json parsed(const http::Reply& reply) {
  return nlohmann::ordered_json::parse(reply.body);
}

}  // namespace sellsign::testing
