// A calendar in the zone of the owner or the lead at an event; zone 0 is the fallback.

#include "compiler/codegen/frame.h"
#include "runtime/helpers/batch.h"

namespace sla::codegen {
namespace {

// table[id] when the id is known, else 0; no load leaves the table.
Value* zone(Frame& frame, Value* table, Value* id, Value* known) {
  llvm::IRBuilder<>& b = frame.b();
  BasicBlock* from = b.GetInsertBlock();
  BasicBlock* look = frame.block("zone");
  BasicBlock* next = frame.block("zone_known");
  b.CreateCondBr(known, look, next);
  b.SetInsertPoint(look);
  Value* found = frame.element(b.getInt32Ty(), table, b.CreateZExt(id, b.getInt64Ty()));
  b.CreateBr(next);
  b.SetInsertPoint(next);
  llvm::PHINode* result = b.CreatePHI(b.getInt32Ty(), 2);
  result->addIncoming(frame.i32(0), from);
  result->addIncoming(found, look);
  return b.CreateZExt(result, b.getInt64Ty());
}

Value* owner_zone(Frame& frame) {
  llvm::IRBuilder<>& b = frame.b();
  Value* index = frame.element(b.getInt32Ty(), frame.zone_now, frame.event);
  return b.CreateZExt(index, b.getInt64Ty());
}

Value* lead_zone(Frame& frame) {
  llvm::IRBuilder<>& b = frame.b();
  int field = frame.plan().zone_field;
  Value* text = b.CreateLoad(b.getInt64Ty(), frame.value_slot[static_cast<std::size_t>(field)]);
  return zone(frame, frame.text_zone, b.CreateTrunc(text, b.getInt32Ty()),
              emit_known(frame, {field}));
}

}  // namespace

ZonedCalendar emit_calendar(Frame& frame, int calendar) {
  llvm::Type* pointer = frame.b().getPtrTy();
  if (calendar < 0) {
    return {llvm::ConstantPointerNull::get(frame.b().getPtrTy()), frame.i64(0)};
  }
  Value* zones = frame.element(pointer, frame.calendars, frame.i64(calendar));
  Value* index = frame.i64(0);
  switch (frame.plan().calendars[static_cast<std::size_t>(calendar)].zone_of) {
    case plan::ZoneOf::fixed: break;
    case plan::ZoneOf::owner: index = owner_zone(frame); break;
    case plan::ZoneOf::lead: index = lead_zone(frame); break;
  }
  return {frame.element(pointer, zones, index), index};
}

}  // namespace sla::codegen
