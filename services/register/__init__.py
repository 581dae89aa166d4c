"""The workforce register: one monthly return an authority, its revisions, signatures and windows.

Owns       windows, returns, revisions, certifications, withdrawals, reopenings, facts, published caps.
Commands   submit_return, certify_return, revert_return, withdraw_return, reopen_return, set_window.
Publishes  register.return_changed (the whole state of one authority's month), register.window_changed.
Consumes   rates.protocol_published, rates.exception_changed (the caps that over-cap facts are counted by).
Answers    /register/v1: returns, windows, completeness, data-items; health at /register/health/ready.
Called by  HR teams (own authority), the regional administrator (windows, reopening), readers
           (completeness), anyone (windows, data items).
"""
