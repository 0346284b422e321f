#include "compiler/codegen/frame.h"

#include "compiler/codegen/layout.h"

namespace sla::codegen {

Frame::Frame(const plan::Plan& plan, llvm::Module& module, const char* name,
             llvm::ArrayRef<llvm::Type*> arguments)
    : plan_(plan), module_(module), builder_(module.getContext()) {
  auto* type =
      llvm::FunctionType::get(llvm::Type::getVoidTy(module.getContext()), arguments, false);
  function_ = llvm::Function::Create(type, llvm::Function::ExternalLinkage, name, module);
  function_->addFnAttr(llvm::Attribute::NoUnwind);
  recorded = plan::recorded_fields(plan);
  builder_.SetInsertPoint(block("entry"));
}

BasicBlock* Frame::block(const llvm::Twine& name) {
  return BasicBlock::Create(context(), name, function_);
}

Value* Frame::call(const char* helper, llvm::ArrayRef<Value*> arguments) {
  llvm::Function* callee = module_.getFunction(helper);
  // generate() has checked that every helper is in the bitcode.
  return builder_.CreateCall(callee, arguments);
}

Value* Frame::element(llvm::Type* type, Value* array, Value* index, const llvm::Twine& name) {
  return builder_.CreateLoad(type, builder_.CreateInBoundsGEP(type, array, index), name);
}

void Frame::leave_if(Value* condition, BasicBlock* target) {
  BasicBlock* next = block("next");
  builder_.CreateCondBr(condition, target, next);
  builder_.SetInsertPoint(next);
}

Value* Frame::in_states(Value* state_value, std::uint64_t set) {
  Value* bit = builder_.CreateShl(builder_.getInt64(1), state_value);
  return builder_.CreateICmpNE(builder_.CreateAnd(bit, builder_.getInt64(set)),
                               builder_.getInt64(0));
}

void Frame::check_fault() {
  Value* faulted = builder_.CreateICmpNE(builder_.CreateLoad(builder_.getInt32Ty(), fault), i32(0));
  leave_if(faulted, fault_exit);
}

void Frame::mark_fault(Value* condition, int kind) {
  Value* now = builder_.CreateLoad(builder_.getInt32Ty(), fault);
  Value* first = builder_.CreateAnd(condition, builder_.CreateICmpEQ(now, i32(0)));
  Value* marked = builder_.CreateSelect(first, i32(static_cast<std::uint64_t>(kind) + 1), now);
  builder_.CreateStore(marked, fault);
}

}  // namespace sla::codegen
