### card

card-event = 活动
