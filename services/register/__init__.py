"""The workforce register: one monthly return an authority, its revisions, signatures and windows.

Owns       windows, returns, revisions, certifications, withdrawals, reopenings and facts.
Commands   submit_return, certify_return, revert_return, withdraw_return, reopen_return, set_window.
Publishes  register.return_changed (the whole state of one authority's month), register.window_changed.
Consumes   nothing yet; over-cap facts will need rates.protocol_published and rates.exception_changed.
Answers    /register/v1: returns, windows, completeness, data-items; health at /register/health/ready.
Called by  HR teams (own authority), the regional administrator (windows, reopening), readers
           (completeness), anyone (windows, data items).
"""
