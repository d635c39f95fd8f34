### Words in calendars, news feeds and other representations. Plain text.

feed-center = 中国—东盟环境保护合作中心
feed-events = 中国—东盟环境保护合作中心活动
feed-events-past = 中国—东盟环境保护合作中心往期活动

## Before a title. The space at the end belongs to the message.
feed-cancelled-title = 【已取消】
feed-postponed-title = 【已推迟】
feed-sample-title = 【示例】

## In a description
feed-cancelled = 本活动已取消。
feed-postponed = 本活动已推迟，新的时间将在此公布；所示时间不再有效。
feed-rescheduled = 本活动的时间已调整。
feed-moved-online = 本活动改为线上举行。
feed-previous = 原定时间：
feed-sample = 此为演示用示例内容，并无此项活动。
feed-organisers = 主办单位：
feed-join = 线上参加：
feed-more = 详情：
