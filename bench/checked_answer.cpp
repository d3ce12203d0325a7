// What three checks and a capture cost on an answer of one customer, or of a list of 100. In instructions for
// one answer: those of two runs under valgrind --tool=callgrind, the difference divided by that of TIMES.
//   sellsign_checked_answer one|list TIMES

#include <cstdio>
#include <cstdlib>
#include <stdexcept>
#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

#include "harness/run/evaluate.h"

namespace {

using namespace sellsign;
using harness::Subject;

constexpr const char* k_customer =
    R"({"number":"AM1","actorId":4611686018427387904,"syncTimer":1764000000000,"civility":"MONSIEUR",)"
    R"("firstname":"Bernard","lastname":"Sanders","address1":"A","address2":"B","postalCode":"13100","city":"PARIS",)"
    R"("phone":"01234567890","email":"test@calinda.fr","creationDate":1764000000000,)"
    R"("lastModificationPlace":"SERVER","companyName":"A\u003dB","country":"FR","cellPhone":"01234567890",)"
    R"("jobTitle":"Director","registrationNumber":"SIRET123","birthdate":0,"birthplace":"","customerCode":"SIRET123"})";

std::string list_of(const std::string& element, int count) {
  std::string list = "{\"elements\":[";
  for (int i = 0; i < count; ++i) list += (i == 0 ? "" : ",") + element;
  return list + "]}";
}

harness::PreparedCheck check(Subject subject, std::string name, std::string_view matchers) {
  harness::Check row;
  row.subject = subject;
  row.name = std::move(name);
  row.matchers = std::make_shared<const Json>(Json::parse(matchers));
  return harness::PreparedCheck(row);
}

}  // namespace

int main(int count, char** arguments) {
  if (count != 3) return std::fprintf(stderr, "usage: sellsign_checked_answer one|list TIMES\n"), 2;
  const bool is_list = std::string_view(arguments[1]) == "list";
  const std::string customer = is_list ? "$.elements[-1]" : "$";
  const std::string body = is_list ? list_of(k_customer, 100) : k_customer;
  const http::HttpReply reply{200, {}, body};
  const harness::PreparedCheck checks[] = {
      check(Subject::status, "", R"({"status": 200})"),
      check(Subject::json, customer + ".number", R"({"type": "string"})"),
      check(Subject::json, customer + ".actorId", R"({"gt": 0})")};
  harness::Capture row;
  row.from = customer + ".syncTimer";
  const harness::PreparedCapture capture(row);
  const harness::Variables variables;
  for (long i = std::atol(arguments[2]); i > 0; --i) {
    const harness::Answer answer(reply);
    for (const auto& each : checks)
      for (const std::string& line : each.differences(answer, variables)) throw std::runtime_error(line);
    if (!capture.from(answer)) throw std::runtime_error("nothing to capture");
  }
}
