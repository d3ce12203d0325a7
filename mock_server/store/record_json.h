#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "api/json_writer.h"

namespace sellsign::mock {

/// Appends `"key":[{...},{...}]`, the entities written as in answers.
template <class E>
void append_list(std::string& out, std::string_view key, const std::vector<E>& entities) {
  out += '"';
  out += key;
  out += "\":[";
  for (const E& entity : entities) {
    if (&entity != entities.data()) out += ',';
    api::append_entity(out, entity, HtmlEscape::off);
  }
  out += ']';
}

}  // namespace sellsign::mock
