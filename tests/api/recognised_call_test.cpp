#include "api/recognised_call.h"

#include <string>

#include "tests/catch.h"

namespace sellsign::api::recognised_call_test {

TEST_CASE("a request is taken for the weightiest call that a server could see in it") {
  const std::string hub = "/calinda/hub/selling/";
  const struct {
    std::string target, body, id;  // empty: none
  } k_rows[] = {
      {hub + "do?m=contractReady", "", "contractReady"},
      {hub + "model/customer/read?action=getCustomer&number=1", "", "getCustomer"},
      {hub + "model/customer/update?action=selectOrCreateCustomer", "", "selectOrCreateCustomer"},
      {hub + "do", "m=contractReady", "contractReady"},
      {hub + "do", R"({"m": "contractReady"})", "contractReady"},
      {hub + "do", "--x\r\nContent-Disposition: form-data; name=\"m\"\r\n\r\ncontractReady\r\n--x--",
       "contractReady"},
      {hub + "do?m=getCustomer&m=contractReady", "", "contractReady"},
      {hub + "do?a=1;m=contractReady", "", "contractReady"},
      {hub + "do?%6d=contract%52eady", "", "contractReady"},
      {hub + "do?M=contractready", "", "contractReady"},
      {hub + "d%6f?m=contractReady", "", "contractReady"},
      {hub + "d%256f?m=contractReady", "", "contractReady"},
      {hub + "do;jsessionid=1?m=contractReady", "", "contractReady"},
      {"/calinda//hub/./x/../selling/do/?m=contractReady", "", "contractReady"},
      {"/calinda\\hub\\selling\\DO?m=contractReady", "", "contractReady"},
      {"/proxy/selling/do?m=contractReady", "", "contractReady"},
      {"http://other.example/calinda/hub/selling/do?m=contractReady", "", "contractReady"},
      {hub + "model/customer/read?action=getCustomer", "action=selectOrCreateCustomer",
       "selectOrCreateCustomer"},
      {hub + "do?m=nothing", "", ""},
      {"/echo?v=contractReady", "contractReady", ""},
      {"/", "", ""},
      {"", "", ""},
      {"?m=contractReady", "", ""}};
  for (const auto& row : k_rows) {
    INFO(row.target << " " << row.body);
    const Endpoint* const found = recognised_call(row.target, row.body);
    CHECK((found == nullptr ? "" : std::string(found->method)) == row.id);
  }
}

}  // namespace sellsign::api::recognised_call_test
