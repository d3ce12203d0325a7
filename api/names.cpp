#include "api/endpoints.h"

namespace sellsign::api {

std::string_view name_of(SourceKind kind) {
  constexpr std::string_view k_names[] = {"documented", "observed", "assumed"};
  return k_names[static_cast<std::size_t>(kind)];
}

std::string_view name_of(Need need) {
  constexpr std::string_view k_names[] = {"mandatory", "optional (present in a GET)", "optional",
                                          "answer only"};
  return k_names[static_cast<std::size_t>(need)];
}

std::string_view name_of(Format format) {
  constexpr std::string_view k_names[] = {"text",         "person name",  "telephone",
                                          "country code", "localisation", "integer",
                                          "boolean",      "date",         "timestamp"};
  return k_names[static_cast<std::size_t>(format)];
}

std::string_view name_of(JsonType type) {
  constexpr std::string_view k_names[] = {"string", "integer", "boolean"};
  return k_names[static_cast<std::size_t>(type)];
}

std::string_view name_of(Effect effect) {
  constexpr std::string_view k_names[] = {"read", "write", "notify", "bill"};
  return k_names[static_cast<std::size_t>(effect)];
}

std::string_view name_of(Confidence confidence) {
  constexpr std::string_view k_names[] = {"high", "medium", "low"};
  return k_names[static_cast<std::size_t>(confidence)];
}

}  // namespace sellsign::api
