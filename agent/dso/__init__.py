"""The operator side: enrolment and reconciliation of signed reports."""
