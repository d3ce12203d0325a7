#include <algorithm>
#include <filesystem>
#include <string>

#include <nlohmann/json.hpp>

#include "api/endpoints.h"
#include "harness/scenario/format.h"
#include "harness/scenario/loader.h"
#include "harness/scenario/schema.h"
#include "tests/catch.h"
#include "tests/support/program.h"

namespace sellsign::harness::harness_loader_test {
namespace {

namespace fs = std::filesystem;
using testing::read_text;
using testing::TemporaryFolder;

Loaded load(const std::string& path, const std::vector<std::string>& given = {}) {
  const std::vector<std::string> paths = {path};
  return load_scenarios(paths, given);
}

std::string told(const Loaded& loaded, const std::string& folder) {
  std::string out;
  for (const Problem& problem : loaded.problems) out += problem.where + ": " + problem.what + "\n";
  for (auto at = out.find(folder); at != std::string::npos; at = out.find(folder))
    out.erase(at, folder.size() + 1);
  return out;
}

constexpr std::string_view k_customer_with =
    R"({"number": "A", "civility": "MADAME", "firstname": "Zoé", "lastname": "D", "email": "z@example.com",
        "cell_phone": "+33", "address_1": "1 rue", "postal_code": "75001", "city": "Paris", "country": "FR",
        "customer_code": "A"})";

std::string scenario(const std::string& id, const std::string& rest) {
  return R"({"scenario": ")" + id + R"(", )" + rest + "}";
}

TEST_CASE("each bad file gets its message", "[harness]") {
  const fs::path folder = fs::path(SELLSIGN_SOURCE_DIR) / "tests/data/bad";
  std::size_t files = 0;
  for (const auto& entry : fs::directory_iterator(folder)) {
    if (entry.path().extension() != ".json") continue;
    ++files;
    INFO(entry.path().filename().string());
    fs::path wanted = entry.path();
    wanted.replace_extension(".txt");
    const Loaded loaded = load(entry.path().string());
    CHECK(loaded.scenarios.empty());
    CHECK(told(loaded, folder.string()) == read_text(wanted));
    CHECK_FALSE(read_text(wanted).empty());
  }
  CHECK(files >= 60);
}

TEST_CASE("folders are walked in order, fragments and the schema passed over", "[harness]") {
  const TemporaryFolder folder;
  const std::string step = R"("steps": [{"id": "s", "call": "customer.getCustomer"}])";
  folder.write("b.json", scenario("two", step));
  folder.write("a/x.json", scenario("one", step));
  folder.write("fragments/f.json", "broken");
  folder.write("schema.json", "{}");
  folder.write("notes.txt", "x");
  const Loaded loaded = load(folder.path());
  CHECK(told(loaded, folder.path()).empty());
  REQUIRE(loaded.scenarios.size() == 2);
  CHECK(loaded.scenarios[0].id == "one");
  CHECK(loaded.scenarios[1].id == "two");

  folder.write("c.json", scenario("one", step));
  CHECK(told(load(folder.path()), folder.path()) ==
        "c.json:1:2: the scenario \"one\" is already at a/x.json:1:2\n");
  CHECK(load(folder.path() + "/none").problems.at(0).what == "there is no such file or folder");
  fs::create_directory(folder.path() + "/void");
  CHECK(load(folder.path() + "/void").problems.at(0).what == "there are no scenario files in this folder");
}

TEST_CASE("a step reads into its model", "[harness]") {
  const TemporaryFolder folder;
  const std::string path = folder.write("s.json", R"({"scenario": "s", "about": "é", "tags": ["t"],
    "requires": {"mode": "strict", "settings": {"a": "x", "n": 3, "b": true}},
    "vars": {"n": 1, "m": "${n}-${outside}"},
    "steps": [
      {"id": "c", "call": "contractor.getOrCreateContractor", "with": {"id": -1, "x": 1}, "without": ["x"], "wire": "form-post",
       "token": "cookie", "retry": {"every": "200ms", "for": "3s"}, "capture": {"i": {"json": "$.id"}, "h": {"header": "X"}},
       "expect": [{"json": "$.id", "type": "integer", "gt": 0, "source": "doc.customer.key"}]},
      {"id": "h", "http": {"target": "/${i}", "headers": [["a", "b"]], "body": {"x": 1}}, "effect": "read"},
      {"id": "default", "http": {"verb": "POST", "target": "/"}}]})");
  const Loaded loaded = load(path, {"outside"});
  REQUIRE(told(loaded, folder.path()).empty());
  const Scenario& s = loaded.scenarios.at(0);
  CHECK(s.needs_mock.mode == "strict");
  CHECK(s.needs_mock.settings ==
        std::vector<std::pair<std::string, std::string>>{{"a", "x"}, {"n", "3"}, {"b", "true"}});
  const Step& c = s.steps.at(0);
  CHECK(c.at.text() == path + ":5:7");
  CHECK(c.call->call == api::Call::get_or_create_contractor);
  CHECK(c.effect == api::Effect::write);
  CHECK(c.wire == client::WireStyle::form_post);
  CHECK(c.token == client::TokenCarrier::cookie);
  CHECK(c.retry->every == std::chrono::milliseconds(200));
  CHECK(c.retry->period == std::chrono::seconds(3));
  CHECK(c.captures.size() == 2);
  CHECK(c.expect.at(0).matchers->dump() == R"({"type":"integer","gt":0})");
  CHECK(c.expect.at(0).source->id == "doc.customer.key");
  CHECK(s.steps.at(1).effect == api::Effect::read);
  CHECK(s.steps.at(1).http->verb == "GET");
  CHECK(s.steps.at(2).effect == api::Effect::bill);
  CHECK(effects_of(s) == std::vector<api::Effect>{api::Effect::read, api::Effect::write, api::Effect::bill});
  CHECK(load(path).problems.size() == 1);
}

TEST_CASE("fragments come first, their finally last, each once", "[harness]") {
  const TemporaryFolder folder;
  const auto fragment = [](const std::string& name, const std::string& needs) {
    return R"({"fragment": ")" + name + R"(", "needs": [)" + needs + R"(], "vars": {")" + name +
           R"(": "old", "also-)" + name + R"(": "${)" + name + R"(}"},
      "steps": [{"id": "s", "call": "customer.getCustomer", "capture": {"c-)" +
           name + R"(": {"json": "$.id"}}}],
      "finally": [{"id": "z", "call": "customer.getCustomer"}]})";
  };
  folder.write("fragments/base.json", fragment("base", ""));
  folder.write("fragments/one.json", fragment("one", R"("base")"));
  folder.write("fragments/two.json", fragment("two", R"("base")"));
  const std::string path =
      folder.write("s.json", scenario("s", R"("needs": ["one", "two"], "vars": {"one": "new"},
    "steps": [{"id": "s", "call": "customer.getCustomer", "with": {"number": "${c-one}${c-base}${also-two}"}}],
    "finally": [{"id": "z", "call": "customer.getCustomer"}])"));
  const Loaded loaded = load(path);
  REQUIRE(told(loaded, folder.path()).empty());
  const auto ids = [](const std::vector<Step>& steps) {
    std::string out;
    for (const Step& step : steps) out += step.id + " ";
    return out;
  };
  CHECK(ids(loaded.scenarios.at(0).steps) == "base/s one/s two/s s ");
  CHECK(ids(loaded.scenarios.at(0).finally) == "z two/z one/z base/z ");
  const auto& vars = loaded.scenarios.at(0).vars;
  const auto one =
      std::find_if(vars.begin(), vars.end(), [](const Variable& variable) { return variable.name == "one"; });
  REQUIRE(one != vars.end());
  CHECK(*one->value == "new");
  CHECK(load(folder.path() + "/fragments/base.json").scenarios.empty());
  CHECK(load(folder.path() + "/fragments/base.json").problems.empty());
}

TEST_CASE("cases are derived from the endpoint table", "[harness]") {
  const TemporaryFolder folder;
  const std::string path = folder.write(
      "s.json", scenario("s", R"("steps": [{"id": "s", "call": "customer.selectOrCreateCustomer", "with": )" +
                                  std::string(k_customer_with) +
                                  R"(, "cases": [{"name": "as it is"}, {"derive": "mandatory-left-out",
        "expect": [{"body": true, "contains": "${case.parameter}", "source": "doc.customer.mandatory"}]}]}])"));
  const Loaded loaded = load(path);
  REQUIRE(told(loaded, folder.path()).empty());
  const auto& cases = loaded.scenarios.at(0).steps.at(0).cases;
  const auto mandatory = std::count_if(
      api::endpoint(api::Call::select_or_create_customer).parameters.begin(),
      api::endpoint(api::Call::select_or_create_customer).parameters.end(),
      [](const api::FieldInfo& field) { return field.need == api::Need::mandatory && !field.name.empty(); });
  CHECK(mandatory >= 10);
  REQUIRE(cases.size() == 1 + static_cast<std::size_t>(mandatory));
  CHECK(cases[1].parameter == "number");
  CHECK(cases[1].without == std::vector<std::string>{"number"});
  CHECK(cases[1].expect->size() == 1);

  const std::string typed = folder.write(
      "t.json",
      scenario(
          "t",
          R"("steps": [{"id": "s", "call": "contractor.getContractorsFor", "cases": {"derive": "mistyped"}}])"));
  const Loaded more = load(typed);
  REQUIRE(told(more, folder.path()).empty());
  REQUIRE(more.scenarios.at(0).steps.at(0).cases.size() >= 2);
  for (const Case& one : more.scenarios.at(0).steps.at(0).cases)
    CHECK(one.with->at(one.parameter).is_string());
}

TEST_CASE("the schema holds every key, word and call", "[harness]") {
  const Json schema = Json::parse(export_schema());
  CHECK(schema.at("$schema") == "http://json-schema.org/draft-07/schema#");
  for (const ObjectKind kind : kinds()) {
    const Json& definition = schema.at("definitions").at(std::string(name_of(kind)));
    CHECK(definition.at("additionalProperties") == false);
    for (const FormatRow* row : rows_of(kind)) {
      INFO(name_of(kind) << " " << row->key);
      CHECK(definition.at("properties").contains(row->key));
    }
  }
  const Json& step = schema.at("definitions").at("step");
  CHECK(step.at("properties").at("call").at("enum").size() == api::endpoint_ids().size());
  CHECK(step.dump().find("\"cell_phone\"") != std::string::npos);
  CHECK(schema.at("definitions").at("check").at("properties").at("source").at("enum").size() ==
        api::sources().size());
}

TEST_CASE("keys of one kind are unique in the format table", "[harness]") {
  for (const ObjectKind kind : kinds()) {
    const auto rows = rows_of(kind);
    for (std::size_t i = 0; i < rows.size(); ++i)
      for (std::size_t j = 0; j < i; ++j) {
        INFO(name_of(kind) << " " << rows[i]->key);
        CHECK(rows[i]->key != rows[j]->key);
      }
  }
}

}  // namespace
}  // namespace sellsign::harness::harness_loader_test
