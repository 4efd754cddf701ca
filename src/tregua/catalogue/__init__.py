"""The records of the catalogues, the one loader, arithmetic, complaints."""
