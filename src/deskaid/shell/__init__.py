"""What every room shares: home, urgent, curtain, help, theme and widgets."""
