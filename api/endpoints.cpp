#include "api/endpoints.h"

#include <algorithm>
#include <array>

#include "api/entities.h"

namespace sellsign::api {
namespace {

constexpr const auto& k_customer = infos_for<Customer>;
constexpr const auto& k_contractor = infos_for<Contractor>;
constexpr const auto& k_property = infos_for<Property>;
constexpr const auto& k_customer_key = infos_for<CustomerKey>;
constexpr const auto& k_contractor_page = infos_for<ContractorPage>;

/// A call of the vendor's that this mock knows by name only.
constexpr Endpoint not_built(std::string_view id, UrlForm form, std::string_view model_class,
                             std::string_view method, std::string_view action_type, Effect effect,
                             const Source* source) {
  return {Call::not_built,   id, form,   model_class, method,          action_type, "", true, {},
          ReturnForm::other, {}, effect, source,      Confidence::low, ""};
}

constexpr auto k_model = UrlForm::model;
constexpr auto k_command = UrlForm::command;
constexpr auto k_hub = UrlForm::hub;
constexpr auto k_read = Effect::read;
constexpr auto k_write = Effect::write;

constexpr Endpoint k_endpoints[] = {
    {Call::select_or_create_customer, "customer.selectOrCreateCustomer", k_model, "customer",
     "selectOrCreateCustomer", "update", "create insert", true, k_customer, ReturnForm::object, k_customer,
     k_write, "doc.customer.create"_src, Confidence::high,
     "Creates a customer, or updates the one of that number"},
    {Call::get_customer, "customer.getCustomer", k_model, "customer", "getCustomer", "read", "list", false,
     k_customer_key, ReturnForm::nullable, k_customer, k_read, "doc.customer.read"_src, Confidence::high,
     "Answers the customer of a number"},
    {Call::get_or_create_contractor, "contractor.getOrCreateContractor", k_model, "contractor",
     "getOrCreateContractor", "create", "update insert", true, k_contractor, ReturnForm::object, k_contractor,
     k_write, "doc.contractor.create"_src, Confidence::high,
     "Creates a signatory of a customer, finds the one that exists, or updates the one of that id"},
    {Call::get_contractors_for, "contractor.getContractorsFor", k_model, "contractor", "getContractorsFor",
     "read", "list", false, k_contractor_page, ReturnForm::elements, k_contractor, k_read,
     "doc.contractor.list"_src, Confidence::medium, "Answers one page of the signatories of a customer"},
    {Call::get_customer_property_list_for, "customerproperty.getCustomerPropertyListFor", k_model,
     "customerproperty", "getCustomerPropertyListFor", "list", "read", false, k_customer_key,
     ReturnForm::array, k_property, k_read, "doc.property.list"_src, Confidence::medium,
     "Answers the free fields of a customer"},
    {Call::get_or_create_customer_property, "customerproperty.getOrCreateCustomerProperty", k_model,
     "customerproperty", "getOrCreateCustomerProperty", "update", "create insert", true, k_property,
     ReturnForm::object, k_property, k_write, "doc.property.write"_src, Confidence::medium,
     "Creates a free field of a customer or changes its value"},

    not_built("contract.createContract", k_model, "contract", "createContract", "create", k_write,
              "doc.later.contract"_src),
    not_built("contract.getContract", k_model, "contract", "getContract", "read", k_read,
              "doc.later.contract"_src),
    not_built("contract.updateContractAutoCloseMode", k_model, "contract", "updateContractAutoCloseMode",
              "update", k_write, "obs.later.clients"_src),
    not_built("contractorsforcontract.addContractorTo", k_model, "contractorsforcontract", "addContractorTo",
              "insert", k_write, "doc.later.contract"_src),
    not_built("contractorsforcontract.getContractorsAbout", k_model, "contractorsforcontract",
              "getContractorsAbout", "list", k_read, "doc.later.signatory-follow-up"_src),
    not_built("contractproperty.addContractProperty", k_model, "contractproperty", "addContractProperty",
              "insert", k_write, "obs.later.clients"_src),
    not_built("contractproperty.getOrCreateContractProperty", k_model, "contractproperty",
              "getOrCreateContractProperty", "update", k_write, "doc.later.collect"_src),
    not_built("contractdefinition.getContractDefinitionList", k_model, "contractdefinition",
              "getContractDefinitionList", "list", k_read, "doc.later.definitions"_src),
    not_built("signaturemode.getSignatureModesFor", k_model, "signaturemode", "getSignatureModesFor", "list",
              k_read, "doc.later.definitions"_src),
    not_built("picture.getPicturesForContract", k_model, "picture", "getPicturesForContract", "list", k_read,
              "obs.later.clients"_src),
    not_built("bundle.createBundle", k_model, "bundle", "createBundle", "insert", k_write,
              "doc.later.bundles"_src),
    not_built("bundle.addContract", k_model, "bundle", "addContract", "update", k_write,
              "doc.later.bundles"_src),
    not_built("contractstatus.getContractsForBundle", k_model, "contractstatus", "getContractsForBundle",
              "list", k_read, "doc.later.bundles"_src),
    not_built("perimeter.getOrCreatePerimeter", k_model, "perimeter", "getOrCreatePerimeter", "update",
              k_write, "doc.later.perimeters"_src),
    not_built("perimeter.getPerimeterByKey", k_model, "perimeter", "getPerimeterByKey", "read", k_read,
              "doc.later.perimeters"_src),

    not_built("do.sendCommandPacket", k_command, "", "sendCommandPacket", "", Effect::bill,
              "doc.later.quickstart"_src),
    not_built("do.animateContractorsForContract", k_command, "", "animateContractorsForContract", "",
              Effect::notify, "doc.later.signatory-follow-up"_src),
    not_built("do.uploadContract", k_command, "", "uploadContract", "", k_write, "doc.later.contract"_src),
    not_built("do.contractReady", k_command, "", "contractReady", "", Effect::bill, "obs.later.clients"_src),
    not_built("do.getSignedContract", k_command, "", "getSignedContract", "", k_read, "doc.later.result"_src),
    not_built("do.getCurrentDocumentForContract", k_command, "", "getCurrentDocumentForContract", "", k_read,
              "doc.later.result"_src),
    not_built("do.getEvidences", k_command, "", "getEvidences", "", k_read, "doc.later.result"_src),
    not_built("do.closeTransaction", k_command, "", "closeTransaction", "", Effect::bill,
              "doc.later.close"_src),
    not_built("do.cancelContract", k_command, "", "cancelContract", "", Effect::notify,
              "doc.later.close"_src),
    not_built("do.getContracts", k_command, "", "getContracts", "", k_read, "doc.later.contract-list"_src),
    not_built("do.uploadPicture", k_command, "", "uploadPicture", "", k_write, "doc.later.appendices"_src),
    not_built("do.getOptionDefinitionByName", k_command, "", "getOptionDefinitionByName", "", k_read,
              "doc.later.appendices"_src),
    not_built("do.getElementDefinitionByName", k_command, "", "getElementDefinitionByName", "", k_read,
              "doc.later.appendices"_src),
    not_built("do.GetOrCreateOption", k_command, "", "GetOrCreateOption", "", k_write,
              "doc.later.appendices"_src),
    not_built("do.loadPicture", k_command, "", "loadPicture", "", k_read, "obs.later.clients"_src),

    not_built("hub.createTemporaryToken", k_hub, "", "createTemporaryToken", "", k_write,
              "doc.later.temporary-token"_src),
    not_built("hub.getPreferenceForLicense", k_hub, "", "getPreferenceForLicense", "", k_read,
              "doc.later.quickstart"_src),
    not_built("hub.GetLicenseMembers", k_hub, "", "GetLicenseMembers", "", k_read, "obs.later.clients"_src),
};

constexpr auto k_ids = [] {
  std::array<std::string_view, std::size(k_endpoints)> ids{};
  for (std::size_t i = 0; i < ids.size(); ++i) ids[i] = k_endpoints[i].id;
  return ids;
}();

constexpr bool rows_stand_in_the_order_of_call() {
  for (std::size_t i = 0; i < std::size(k_endpoints); ++i) {
    const auto expected = std::min(i, static_cast<std::size_t>(Call::not_built));
    if (static_cast<std::size_t>(k_endpoints[i].call) != expected) return false;
  }
  return true;
}
static_assert(rows_stand_in_the_order_of_call());

constexpr bool ids_are_unique() {
  for (std::size_t i = 0; i < k_ids.size(); ++i)
    for (std::size_t j = i + 1; j < k_ids.size(); ++j)
      if (k_ids[i] == k_ids[j]) return false;
  return true;
}
static_assert(ids_are_unique());

/// Names, keys and positions are unique, and the positions run from 1 without a gap.
constexpr bool is_sound(std::span<const FieldInfo> rows) {
  std::size_t parameters = 0;
  for (const FieldInfo& row : rows) {
    if (row.name.empty() && row.key.empty()) return false;
    if ((row.need == Need::answer) != row.name.empty()) return false;
    if ((row.position == 0) != row.name.empty()) return false;
    parameters += row.name.empty() ? 0 : 1;
    for (const FieldInfo& other : rows) {
      if (&row == &other) continue;
      if (!row.name.empty() && (row.name == other.name || row.name == other.alias)) return false;
      if (!row.key.empty() && row.key == other.key) return false;
      if (row.position != 0 && row.position == other.position) return false;
    }
  }
  for (const FieldInfo& row : rows)
    if (row.position > parameters) return false;
  return true;
}
static_assert(is_sound(k_customer) && is_sound(k_contractor) && is_sound(k_property) &&
              is_sound(k_customer_key) && is_sound(k_contractor_page));

}  // namespace

std::span<const Endpoint> endpoints() { return k_endpoints; }

const Endpoint& endpoint(Call call) { return k_endpoints[static_cast<std::size_t>(call)]; }

const Endpoint* find_endpoint(std::string_view id) {
  const auto* const found = std::ranges::find(k_endpoints, id, &Endpoint::id);
  return found == std::end(k_endpoints) ? nullptr : found;
}

std::span<const std::string_view> endpoint_ids() { return k_ids; }

std::string path_of(const Endpoint& endpoint) {
  const std::string hub = "/calinda/hub/";
  switch (endpoint.form) {
    case UrlForm::command:
      return hub + "selling/do";
    case UrlForm::hub:
      return hub + std::string(endpoint.method) + ".action";
    case UrlForm::model:
      break;
  }
  return hub + "selling/model/" + std::string(endpoint.model_class) + "/" + std::string(endpoint.action_type);
}

std::string selector_of(const Endpoint& endpoint) {
  switch (endpoint.form) {
    case UrlForm::command:
      return "m=" + std::string(endpoint.method);
    case UrlForm::hub:
      return "";
    case UrlForm::model:
      break;
  }
  return "action=" + std::string(endpoint.method);
}

const FieldInfo* find_parameter(const Endpoint& endpoint, std::string_view name) {
  for (const FieldInfo& row : endpoint.parameters) {
    if (row.need == Need::answer) continue;
    if (row.name == name || (!row.key.empty() && row.key == name) ||
        (!row.alias.empty() && row.alias == name))
      return &row;
  }
  return nullptr;
}

}  // namespace sellsign::api
