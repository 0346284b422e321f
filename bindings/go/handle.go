package sla

import "sync"

// PolicyHandle holds the policy that a service uses now, and exchanges it while others use it.
type PolicyHandle struct {
	mu      sync.RWMutex
	current *Policy
}

// OpenHandle opens a policy library and holds it.
func OpenHandle(path string) (*PolicyHandle, error) {
	policy, err := Open(path)
	if err != nil {
		return nil, err
	}
	return &PolicyHandle{current: policy}, nil
}

// Policy gives the policy of now. It is the caller's, who closes it; a Swap in between does not change it.
func (h *PolicyHandle) Policy() (*Policy, error) {
	h.mu.RLock()
	defer h.mu.RUnlock()
	if h.current == nil {
		return nil, ErrClosed
	}
	return h.current.share()
}

// Swap opens another policy library and makes it the policy of now. Who has the former one goes on with it; its
// library is unloaded when the last of them has closed it. If the new one cannot be opened, the former one stays.
func (h *PolicyHandle) Swap(path string) error {
	opened, err := Open(path)
	if err != nil {
		return err
	}
	h.mu.Lock()
	former := h.current
	if former != nil {
		h.current = opened
	}
	h.mu.Unlock()
	if former == nil {
		opened.Close()
		return ErrClosed
	}
	return former.Close()
}

// Close lets go of the policy of now. Closing again does nothing.
func (h *PolicyHandle) Close() error {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.current == nil {
		return nil
	}
	former := h.current
	h.current = nil
	return former.Close()
}
