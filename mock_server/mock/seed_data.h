#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "mock_server/mock/mock.h"

namespace sellsign::mock {

/// Fills a mock from a JSON text with comments:
/// `{"customers": [{<parameters>, "contractors": [{<parameters>}], "properties": [{"key": ..., "value":
/// ...}]}]}`. Each object holds the parameters of its call in snake_case and is checked like a request in
/// strict mode, except that customer_number and id need not be given, and that nothing may stand there twice:
/// no number of a customer, no signatory and no key of a free field within one. Problems carry
/// `file:line:col`; with any, what came before it has been stored.
Problems seed(Mock& mock, const std::string& file, std::string_view text);

}  // namespace sellsign::mock
