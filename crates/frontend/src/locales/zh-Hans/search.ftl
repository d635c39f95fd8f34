### The search page

search-title = 搜索
search-lead = 可搜索活动、合作项目、国家、大事记及其他全部页面，不限语言。
search-form = 搜索本门户
search-box = 您想查找什么？
search-go = 搜索
search-filter-kind = 类别
search-filter-in = 语言
search-filter-country = 国家
search-filter-year = 年份
search-any = 全部
search-clear = 清除筛选条件
search-name = 搜索：{ $query }
search-quoted = “{ $query }”

## What was found. `count` decides on the form of the words, `shown` is the number as it is written.

search-count-more = { $number }+
search-found = 找到{ $shown }条与“{ $query }”有关的结果。
search-only = 筛选条件：{ $filters }
search-blank = 输入的内容不含文字或数字，无法搜索。
search-cut = 输入的内容过长，仅搜索了开头部分：“{ $query }”。
search-left-out = 词语过多，以下词语未搜索：{ $words }。
search-read-as = 没有包含“{ $typed }”的内容，已改为搜索：{ $taken }。
search-incomplete = 本门户正在读取内容，几分钟后可能有更多结果。
search-kinds = 按类别查看结果
search-kinds-all = 全部类别
search-kind-of = { $kind }（{ $shown }）
search-data = 结果数据

## Kinds of things: the heading above several, the word beside one, the way to all of them

search-kind-programme = 合作项目
search-kind-plan = 战略与计划
search-kind-area = 优先领域
search-kind-action = 旗舰行动
search-kind-event = 活动
search-kind-edition = 历届会议
search-kind-country = 国家
search-kind-milestone = 大事记
search-kind-goal = 可持续发展目标
search-kind-page = 页面
search-one-programme = 合作项目
search-one-plan = 战略与计划
search-one-area = 优先领域
search-one-action = 旗舰行动
search-one-event = 活动
search-one-edition = 历届会议
search-one-country = 国家
search-one-milestone = 大事记
search-one-goal = 可持续发展目标
search-one-page = 页面
search-all-programme = 全部{ $shown }个合作项目
search-all-plan = 全部{ $shown }项战略与计划
search-all-area = 全部{ $shown }个优先领域
search-all-action = 全部{ $shown }项旗舰行动
search-all-event = 全部{ $shown }项活动
search-all-edition = 全部{ $shown }届会议
search-all-country = 全部{ $shown }个国家
search-all-milestone = 全部{ $shown }条大事记
search-all-goal = 全部{ $shown }个目标
search-all-page = 全部{ $shown }个页面

## Nothing found: what else would find something

search-none = 没有找到与“{ $query }”有关的内容。
search-none-filtered = 在所选条件下，没有找到与“{ $query }”有关的内容。
search-spelling = 您是否要找
search-fewer = 减少词语
search-wider = 扩大范围
search-way = { $way }：{ $shown }条结果
search-without-kind = 不限类别
search-without-in = 不限语言
search-without-country = 不限国家
search-without-year = 不限年份
search-language-in = { $language }内容
search-nearby = 相近的内容
search-advice = 请尝试更换或减少词语，可使用任何语言。全部内容可从以下栏目进入：

## While one types. No `|` in these: it sets them apart.

search-suggestions = 搜索建议
search-suggested = { $count ->
    [0] 没有搜索建议。
   *[other] { $count }条搜索建议，可用方向键选择。
}
search-key = 按 { $key } 键可进入搜索框

## For browsers, which take the portal up among their search engines: a name of at most 16 characters (OpenSearch 1.1), and a sentence

search-engine = CAEC
search-engine-about = 搜索中国—东盟环境保护合作中心门户。
