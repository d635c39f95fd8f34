### event
