### Words that every page shares

## Dates and times

date-span = { $from }至{ $to }
date-moment = { $date } { $from }，{ $zone }
# A line may end after a dash (UAX #14, BA): a word joiner keeps the hours together.
date-same-day = { $date } { $from }–{"\u2060"}{ $to }，{ $zone }
date-several-days = { $date } { $from }至{ $last } { $to }，{ $zone }
date-hours = { $from }–{"\u2060"}{ $to }，{ $zone }
date-hour = { $from }，{ $zone }
date-zone = { $zone }（{ $offset }）
date-zone-beijing = 北京时间
date-zone-city = { $city }时间
date-local = 您所在时区：{ $time }
date-local-same = 与您所在时区的时间相同。
date-days = { $days }日

## Text and its sources

text-shown-in = 本段文字暂无中文版，现以{ $language }显示。
text-in-language = { $language }
text-told = { $text }（{ $language }）
source-cited = 来源{ $number }
source-back = 返回第{ $number }处引用
sources-label = 来源
sources-title = 资料来源

## The map

map-label = 以方块表示的中国与东盟十一国示意图，点击各方块可进入该国页面
map-label-on = 以方块表示的区域示意图，突出显示{ $countries }；点击各方块可进入该国页面

## Lists

list-pages = 列表分页
list-next = 下一页
list-first = 返回第一页
list-before = 上一个：
list-after = 下一个：
list-area = { $number }.
list-data = 本页数据
list-format-of = { $name }：{ $format }
list-format-json = JSON 数据
list-format-csv = 表格（CSV）
list-format-ics = 日历（iCalendar）
list-format-atom = 消息订阅（Atom）
list-format-ics-event = 可用日历软件打开，时间按时区自动换算。
list-format-json-event = 供程序和其他网站调用。
list-format-ics-events = 将此地址添加到日历软件，新增和变更的活动会自动更新，不久前结束的活动也会保留。
list-format-atom-events = 将此地址添加到订阅阅读器，即可获知新增和变更的内容。
list-format-csv-events = 可用电子表格软件打开。
list-format-json-events = 供程序和其他网站调用。
list-format-json-facts = 供程序和其他网站调用。
list-representations = 本页数据：
goals-label = 可持续发展目标

## Events, as every list shows them

format-in-person = 线下
format-online = 线上
format-hybrid = 线上线下结合
status-draft = 草稿
status-published = 已发布
status-cancelled = 已取消
status-postponed = 已推迟
status-rescheduled = 已改期
status-moved-online = 改为线上
status-sample = 示例

## Getting around

nav-home = 首页
nav-trail = 当前位置
nav-main = 主导航
nav-menu = 菜单
nav-center = 中心概况
nav-programmes = 合作项目
nav-framework = 2021—2025年框架
nav-countries = 国家
nav-events = 活动
nav-search = 搜索
nav-language = 语言：
nav-languages = 语言
nav-about = 关于本门户
nav-accessibility = 无障碍声明
nav-privacy = 隐私说明
nav-site-map = 网站地图
nav-sign-in = 工作人员登录
nav-feeds = 订阅与数据
nav-calendar-feed = 活动日历订阅（iCalendar）
nav-news-feed = 活动消息订阅（Atom）
nav-open-data = 活动开放数据（JSON）
nav-desk = 工作台
nav-sign-out = 退出登录

## The portal

site-name = 中国—东盟环境保护合作中心
site-place = 北京
site-contact = 联系我们：
site-skip = 跳至正文
site-demo = 演示版：标有“示例”的活动均为虚构内容。
site-language-missing = 本门户尚无 { $language } 界面，界面文字为{ $shown }。

## Staff

role-viewer = 查阅者
role-editor = 编辑者
role-publisher = 发布者
role-admin = 管理员

## The site map

site-map-description = 本门户全部页面，按栏目排列。
site-map-past = 往期活动
site-map-csv = 活动表格（CSV）

## The languages, named in this one

language-en = 英语
language-zh-Hans = 中文
language-id = 印度尼西亚语
language-ms = 马来语
language-th = 泰语
language-vi = 越南语
language-km = 高棉语
language-lo = 老挝语
language-my = 缅甸语
language-fil = 菲律宾语
language-ta = 泰米尔语
language-pt = 葡萄牙语
language-tet = 德顿语
