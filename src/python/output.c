#include "python/output.h"

void vm_write(Vm *vm, int fd, const char *bytes, size_t length) {
    const Machine *machine = vm_machine(vm);
    if (!length) return;
    if (fd == 1) vm_set(vm, machine->output_length, machine->output_length + length);
    if (vm->host.write) vm->host.write(vm->host.context, fd, bytes, length);
}
