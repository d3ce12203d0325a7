#include "mock_server/page/page.h"

#include "mock_server/page/page_data.h"

namespace sellsign::mock {

std::string_view page_html() { return {detail::k_page, sizeof detail::k_page}; }

}  // namespace sellsign::mock
