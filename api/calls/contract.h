#pragma once

#include "api/endpoints.h"

namespace sellsign::api {

// clang-format off
/// Contracts (transactions): the documents to be signed, who signs them, and how they end.
inline constexpr Endpoint k_contract_calls[] = {
    {.id = "contract.createContract", .model_class = "contract", .method = "createContract",
     .action_type = "create", .effect = Effect::write, .source = "doc.later.contract"_src},
    {.id = "contract.getContract", .model_class = "contract", .method = "getContract", .action_type = "read",
     .effect = Effect::read, .repeat = Repeat::always, .source = "doc.later.contract"_src},
    {.id = "contract.updateContractAutoCloseMode", .model_class = "contract",
     .method = "updateContractAutoCloseMode", .action_type = "update", .effect = Effect::write,
     .source = "obs.later.clients"_src},
    {.id = "contractorsforcontract.addContractorTo", .model_class = "contractorsforcontract",
     .method = "addContractorTo", .action_type = "insert", .effect = Effect::write,
     .source = "doc.later.contract"_src},
    {.id = "contractorsforcontract.getContractorsAbout", .model_class = "contractorsforcontract",
     .method = "getContractorsAbout", .action_type = "list", .effect = Effect::read, .repeat = Repeat::always,
     .source = "doc.later.signatory-follow-up"_src},
    {.id = "contractproperty.addContractProperty", .model_class = "contractproperty",
     .method = "addContractProperty", .action_type = "insert", .effect = Effect::write,
     .source = "obs.later.clients"_src},
    {.id = "contractproperty.getOrCreateContractProperty", .model_class = "contractproperty",
     .method = "getOrCreateContractProperty", .action_type = "update", .effect = Effect::write,
     .source = "doc.later.collect"_src},
    {.id = "contractdefinition.getContractDefinitionList", .model_class = "contractdefinition",
     .method = "getContractDefinitionList", .action_type = "list", .effect = Effect::read,
     .repeat = Repeat::always, .source = "doc.later.definitions"_src},
    {.id = "signaturemode.getSignatureModesFor", .model_class = "signaturemode",
     .method = "getSignatureModesFor", .action_type = "list", .effect = Effect::read,
     .repeat = Repeat::always, .source = "doc.later.definitions"_src},
    {.id = "do.sendCommandPacket", .form = UrlForm::command, .method = "sendCommandPacket",
     .effect = Effect::bill, .source = "doc.later.quickstart"_src},
    {.id = "do.animateContractorsForContract", .form = UrlForm::command,
     .method = "animateContractorsForContract", .effect = Effect::notify,
     .source = "doc.later.signatory-follow-up"_src},
    {.id = "do.uploadContract", .form = UrlForm::command, .method = "uploadContract", .effect = Effect::write,
     .source = "doc.later.contract"_src},
    {.id = "do.contractReady", .form = UrlForm::command, .method = "contractReady", .effect = Effect::bill,
     .source = "obs.later.clients"_src},
    {.id = "do.getSignedContract", .form = UrlForm::command, .method = "getSignedContract",
     .effect = Effect::read, .repeat = Repeat::always, .source = "doc.later.result"_src},
    {.id = "do.getCurrentDocumentForContract", .form = UrlForm::command,
     .method = "getCurrentDocumentForContract", .effect = Effect::read, .repeat = Repeat::always,
     .source = "doc.later.result"_src},
    {.id = "do.getEvidences", .form = UrlForm::command, .method = "getEvidences", .effect = Effect::read,
     .repeat = Repeat::always, .source = "doc.later.result"_src},
    {.id = "do.closeTransaction", .form = UrlForm::command, .method = "closeTransaction",
     .effect = Effect::bill, .source = "doc.later.close"_src},
    {.id = "do.cancelContract", .form = UrlForm::command, .method = "cancelContract",
     .effect = Effect::notify, .source = "doc.later.close"_src},
    {.id = "do.getContracts", .form = UrlForm::command, .method = "getContracts", .effect = Effect::read,
     .repeat = Repeat::always, .source = "doc.later.contract-list"_src},
};
// clang-format on

}  // namespace sellsign::api
