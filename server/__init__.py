"""What the web server adds around the dashboard: headers, routes. No screen."""
