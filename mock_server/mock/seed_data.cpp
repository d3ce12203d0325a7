#include "mock_server/mock/seed_data.h"

#include <array>
#include <optional>
#include <set>

#include <nlohmann/json.hpp>

#include "base/json/object_reader.h"
#include "base/json/positioned_json.h"

namespace sellsign::mock {
namespace {

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

/// Performs a call for each object of the file.
class Seeder {
 public:
  explicit Seeder(Mock& mock) : mock_(mock) {}

  void read_root(const JsonView& root) {
    static constexpr std::array<std::string_view, 3> k_keys = {"customers", "about", "$schema"};
    if (!root.value().is_object()) return complain(root, "must be an object with a list of customers");
    for_each_key(root, k_keys, [this](std::size_t key, const JsonView& value) {
      if (k_keys[key] == "customers") each_object(value, [this](const JsonView& one) { read_customer(one); });
    });
  }

 private:
  template <class Read>
  void each_object(const JsonView& list, Read read) {
    if (!list.value().is_array()) return complain(list, "must be a list of objects");
    for (const JsonView& element : list.elements())
      if (element.value().is_object())
        read(element);
      else
        complain(element, "must be an object");
  }

  void read_customer(const JsonView& given) {
    Json customer = given.value();
    for (const Part& part : k_parts) customer.erase(part.key);
    const Json number = customer.value("number", Json());
    if (number.is_string() && !numbers_.insert(number.get<std::string>()).second)
      return complain(given, "a customer with the number " + number.dump() + " stands above");
    if (!perform(api::Call::select_or_create_customer, customer, given)) return;
    for (const Part& part : k_parts)
      if (given.has(part.key)) read_parts(part, given.at(part.key), number);
  }

  /// What is to be created but is answered with the id of one above is that one again.
  void read_parts(const Part& part, const JsonView& list, const Json& number) {
    std::set<Json> ids;
    each_object(list, [&](const JsonView& given) {
      Json request = given.value();
      request["customer_number"] = number;
      if (!request.contains("id")) request["id"] = -1;
      const auto answer = perform(part.call, request, given);
      if (!answer) return;
      const bool fresh = ids.insert(answer->value("id", Json())).second;
      const bool creates = request["id"] == -1 || request["id"] == "-1";
      if (creates && !fresh) complain(given, std::string(part.same) + " stands above");
    });
  }

  /// The answer of a call that is done.
  std::optional<Json> perform(api::Call call, const Json& request, const JsonView& given) {
    const http::Reply reply = mock_.perform_directly(call, request.dump());
    if (reply.kind == http::ReplyKind::ok)
      if (const auto answer = read_answer(reply.body)) return **answer;
    complain(given, reply.body);
    return std::nullopt;
  }

  void complain(const JsonView& view, const std::string& what) {
    view.add_problem((view.path().empty() ? "the file" : view.path()) + ": " + what);
  }

  Mock& mock_;
  std::set<std::string> numbers_;
};

}  // namespace

Problems seed(Mock& mock, const std::string& file, std::string_view text) {
  PositionedJson json;
  Problems problems = read_json(file, text, JsonDialect::commented, json);
  if (problems.empty()) Seeder(mock).read_root(JsonView(json, problems));
  return problems;
}

}  // namespace sellsign::mock
