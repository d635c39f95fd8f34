### feed
