#include "mock_server/calls/trace.h"

#include <array>

namespace sellsign::mock {

std::string_view name_of(Outcome outcome) {
  constexpr std::array<std::string_view, 7> k_names = {"none",  "created",          "updated",   "found",
                                                       "empty", "unknown-customer", "unknown-id"};
  return k_names[static_cast<std::size_t>(outcome)];
}

}  // namespace sellsign::mock
