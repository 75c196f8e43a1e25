"""Files for those who deploy beatwire: a systemd unit, an nginx site, a container. `beatwire deploy` prints them."""
