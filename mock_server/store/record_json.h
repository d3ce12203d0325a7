#pragma once

#include <string>

#include "api/json_writer.h"
#include "mock_server/store/customer_record.h"

namespace sellsign::mock {

/// Appends `,"contractors":[{...},{...}],"properties":[...]`, the entities written as in answers.
inline void append_lists(std::string& out, const CustomerRecord& record) {
  for_each_list(record, [&](const RecordList& row, const auto& list) {
    out.append(",\"").append(row.key).append("\":[");
    for (const auto& entity : list) {
      if (&entity != list.data()) out += ',';
      api::append_entity(out, entity, HtmlEscape::off);
    }
    out += ']';
  });
}

}  // namespace sellsign::mock
