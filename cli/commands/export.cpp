#include <httplib.h>
#include <llhttp.h>
#include <nlohmann/json.hpp>
#include <openssl/crypto.h>

#include "api/export/exports.h"
#include "cli/flags/mock.h"
#include "cli/program/command.h"
#include "cli/program/output.h"
#include "harness/scenario/schema.h"

namespace sellsign::cli {
namespace {

std::string joined(int major, int minor, int patch) {
  return std::to_string(major) + "." + std::to_string(minor) + "." + std::to_string(patch);
}

std::string version_text() {
  return std::string("sellsign ") + SELLSIGN_VERSION + "\n" + "compiler        " + __VERSION__ + "\n" +
         "cpp-httplib     " + CPPHTTPLIB_VERSION + "\n" + "nlohmann_json   " +
         joined(NLOHMANN_JSON_VERSION_MAJOR, NLOHMANN_JSON_VERSION_MINOR, NLOHMANN_JSON_VERSION_PATCH) +
         "\n" + "llhttp          " +
         joined(LLHTTP_VERSION_MAJOR, LLHTTP_VERSION_MINOR, LLHTTP_VERSION_PATCH) + "\n" +
         "openssl         " + OpenSSL_version(OPENSSL_VERSION_STRING) + "\n";
}

std::string export_text(const std::string& what) {
  if (what == "openapi") return api::export_openapi(SELLSIGN_VERSION);
  if (what == "schema") return harness::export_schema();
  return api::export_markdown() + "\n## Settings\n\n```text\n" + settings_help() + "```\n";
}

}  // namespace

Action add_export(FlagRows& rows) {
  auto what = std::make_shared<std::string>();
  rows.push_back({.name = "what",
                  .target = what.get(),
                  .about = "openapi (3.1, JSON), markdown (reference), schema (of scenario files)",
                  .limits = Choices{"openapi", "markdown", "schema"},
                  .required = true});
  return [what](const Invocation&) { return print(export_text(*what)); };
}

Action add_version(FlagRows& /*rows*/) {
  return [](const Invocation&) { return print(version_text()); };
}

}  // namespace sellsign::cli
