#include "mock_server/mock/seed_data.h"

#include <array>
#include <optional>
#include <set>

#include <nlohmann/json.hpp>

#include "base/json/positioned_json.h"
#include "base/nearest.h"

namespace sellsign::mock {
namespace {

using Json = nlohmann::ordered_json;

/// A list in a customer's object.
struct Part {
  const char* key;
  api::Call call;
  std::string_view same;  ///< what one is that the mock takes for one above it
};

constexpr Part k_parts[] = {{"contractors", api::Call::get_or_create_contractor,
                             "a signatory of this customer with the same first name, last name and email"},
                            {"properties", api::Call::get_or_create_customer_property,
                             "a free field of this customer with the same key"}};

/// Walks the file and performs a call for each object; remembers what is wrong with its place.
class Seeder {
 public:
  Seeder(Mock& mock, const PositionedJson& file) : mock_(mock), file_(file) {}

  void read_root() {
    const Json& root = file_.value();
    if (!root.is_object()) return complain("", "must be an object with a list of customers");
    for (const auto& [key, value] : root.items()) {
      const std::string pointer = child("", key);
      if (key == "customers")
        each_object(value, pointer,
                    [this](const Json& customer, const std::string& at) { read_customer(customer, at); });
      else if (key != "$schema" && key != "about")
        complain_of_key(pointer, key);
    }
  }

  Problems problems;

 private:
  template <class Read>
  void each_object(const Json& list, const std::string& pointer, Read read) {
    if (!list.is_array()) return complain(pointer, "must be a list of objects");
    for (std::size_t i = 0; i < list.size(); ++i) {
      const std::string at = child(pointer, i);
      if (list[i].is_object())
        read(list[i], at);
      else
        complain(at, "must be an object");
    }
  }

  void read_customer(const Json& given, const std::string& pointer) {
    Json customer = given;
    customer.erase("contractors");
    customer.erase("properties");
    const Json number = customer.value("number", Json());
    if (number.is_string() && !numbers_.insert(number.get<std::string>()).second)
      return complain(pointer, "a customer with the number " + number.dump() + " stands above");
    if (!perform(api::Call::select_or_create_customer, customer, pointer)) return;
    for (const Part& part : k_parts)
      if (given.contains(part.key)) read_parts(part, given[part.key], child(pointer, part.key), number);
  }

  /// What is to be created but is answered with the id of one above is that one again.
  void read_parts(const Part& part, const Json& list, const std::string& pointer, const Json& number) {
    std::set<Json> ids;
    each_object(list, pointer, [&](const Json& child, const std::string& at) {
      Json request = child;
      request["customer_number"] = number;
      if (!request.contains("id")) request["id"] = -1;
      const auto answer = perform(part.call, request, at);
      if (!answer) return;
      const bool fresh = ids.insert(answer->value("id", Json())).second;
      const bool creates = request["id"] == -1 || request["id"] == "-1";
      if (creates && !fresh) complain(at, std::string(part.same) + " stands above");
    });
  }

  /// The answer of a call that is done.
  std::optional<Json> perform(api::Call call, const Json& request, const std::string& pointer) {
    const http::Reply reply = mock_.perform_directly(call, request.dump());
    if (reply.kind == http::ReplyKind::ok) return Json::parse(reply.body, nullptr, false);
    complain(pointer, reply.body);
    return std::nullopt;
  }

  void complain(const std::string& pointer, std::string what) {
    problems.push_back(
        {file_.value_at(pointer).text(), (pointer.empty() ? "the file" : pointer) + ": " + std::move(what)});
  }

  void complain_of_key(const std::string& pointer, const std::string& key) {
    constexpr std::array<std::string_view, 2> k_known = {"customers", "about"};
    problems.push_back(
        {file_.key_at(pointer).text(), "unknown key \"" + key + "\"" + did_you_mean(key, k_known)});
  }

  Mock& mock_;
  const PositionedJson& file_;
  std::set<std::string> numbers_;
};

}  // namespace

Problems seed(Mock& mock, const std::string& file, std::string_view text) {
  PositionedJson json;
  if (auto problems = read_json(file, text, JsonDialect::commented, json); !problems.empty()) return problems;
  Seeder seeder(mock, json);
  seeder.read_root();
  return std::move(seeder.problems);
}

}  // namespace sellsign::mock
