### event

## Lists of events

period-upcoming = 即将举行
period-past = 已结束
event-upcoming = 即将举行的活动
event-past = 往期活动
event-next = 近期活动
event-latest = 最近举行的活动
event-all-upcoming = 全部即将举行的活动
event-all-past = 全部往期活动
event-all-upcoming-of = 全部即将举行的活动：{ $about }
event-all-past-of = 全部往期活动：{ $about }
event-none-upcoming = 暂无已公布的活动。
event-none-past = 暂无往期活动记录。
event-none-here = 暂无活动。
event-none-filtered = 没有符合所选条件的活动。
event-try-upcoming = 查看即将举行的活动
event-try-past = 查看往期活动
event-periods = 即将举行或已结束
event-find = 查找活动
event-filter-programme = 合作项目
event-filter-area = 优先领域
event-filter-country = 国家
event-filter-format = 形式
event-filter-year = 年份
event-any = 全部
event-show = 显示活动
event-clear = 清除筛选条件
event-filtered-by = 筛选条件：{ $filters }
event-list-of = { $events }：{ $filters }
event-formats = 订阅与下载
event-formats-lead = 以下各种格式与本页活动、筛选条件相同，可用于日历、订阅阅读器或电子表格。地址可复制、可分享。

## One event

event-notice-cancelled = 本活动已取消。
event-notice-postponed = 本活动已推迟，新的时间尚未确定。
event-notice-rescheduled = 本活动已改期。
event-notice-moved-online = 本活动改为线上举行。
event-previous = 原定时间：
event-sample = 本活动为虚构示例，仅用于展示门户功能。
event-when = 时间
event-when-planned = 原定时间
event-where = 地点
event-join = 线上参加
event-join-at = 进入会议（{ $host }）
event-spoken = 会议语言
event-organisers = 主办方
event-contact = 联系方式
event-calendar = 添加到日历
event-calendar-off = 更新日历中的活动状态
event-countries = 国家
event-programmes = 合作项目
event-areas = 优先领域
event-goals = 可持续发展目标
event-share = 分享
event-share-address = 本页地址
event-share-hint = 可复制到消息中发送，不会有第三方获知。
event-share-mail = 通过电子邮件发送
event-updated = 最近更新：{ $date }
