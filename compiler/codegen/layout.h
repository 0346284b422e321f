#pragma once

#include <llvm/IR/DerivedTypes.h>

namespace sla::codegen {

/// The structs of runtime/helpers/batch.h, clock.h, plain_clock.h and cohort.h as LLVM types, laid
/// out by the target's own rules. compiler/codegen/layout_test.cpp checks them against the C++
/// compiler's.
llvm::StructType* batch_type(llvm::LLVMContext& context);
llvm::StructType* field_column_type(llvm::LLVMContext& context);
llvm::StructType* sink_type(llvm::LLVMContext& context);
llvm::StructType* clock_type(llvm::LLVMContext& context);
llvm::StructType* plain_clock_type(llvm::LLVMContext& context);
llvm::StructType* plain_clause_type(llvm::LLVMContext& context);
llvm::StructType* periods_type(llvm::LLVMContext& context);
llvm::StructType* cohort_type(llvm::LLVMContext& context);
llvm::StructType* conversion_type(llvm::LLVMContext& context);

/// Members of sla_batch, in order.
enum BatchMember : unsigned {
  kSubjectBegin,
  kTime,
  kCode,
  kOwner,
  kOwnerNow,
  kTeamNow,
  kFields,
  kCalendars,
  kZoneNow,
  kTextZone,
  kAsOf,
  kActor,
  kActorParty,
  kPeriods,
  kTeamOfRoster,
  kStintBegin,
  kStints,
};

/// Members of sla_clock that generated code touches itself.
enum ClockMember : unsigned { kPhase, kCycle, kDischarged = 17, kZone = 18 };

/// The member of sla_plain_clock that sla_clock does not begin with.
enum PlainClockMember : unsigned { kStartEvent = 2 };

}  // namespace sla::codegen
