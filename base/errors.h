#pragma once

#include <string>
#include <utility>

#include "base/result.h"

namespace sellsign::harness {

inline api::Error make_error(api::ErrorKind kind, std::string message) {
  return {kind, std::move(message), 0, {}};
}

inline api::Error usage_error(std::string message) {
  return make_error(api::ErrorKind::usage, std::move(message));
}

}  // namespace sellsign::harness
