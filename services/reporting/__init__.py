"""Reporting: the read side. Facts from change events, quarterly KPIs, disclosure control, releases, exports.

Owns       facts of every month's accepted and certified state, windows as told, releases and their archive.
Commands   publish a release of a quarter (regional administrator).
Publishes  nothing on the log; a release is its publication.
Consumes   register.return_changed, register.window_changed (the whole state each time).
Answers    /reporting/v1: kpis, quarters/{quarter}/figures, releases with exports and evidence, pipeline;
           health at /reporting/health/ready.
Called by  anyone (dictionary, public figures, releases, exports), readers of the region, each authority for
           its own working figures, the regional administrator (live figures, releases, pipeline).
"""
