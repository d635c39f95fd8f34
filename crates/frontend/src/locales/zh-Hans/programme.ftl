### programme

programme-kind-forum = 论坛
programme-kind-programme = 交流计划
programme-kind-partnership = 伙伴关系
programme-kind-platform = 平台
programme-kind-initiative = 专题行动
programme-kind-action = 具体行动
programme-since = 始于{ $date }
programme-area = 优先领域{ $number }：
programme-areas = 所属优先领域
programme-flagship = 旗舰行动
programme-flagship-of-framework = 2021—2025年合作框架旗舰行动
programme-parent = 上级项目
programme-children = 所含项目
programme-goals = 可持续发展目标
programme-goals-mapping = 对应关系由本门户自行确定，并无官方版本。
programme-countries = 国家
programme-countries-all = 本项目面向中国与东盟整体，即东盟十一个成员国和中国。

## Editions

programme-editions = 历届情况
programme-editions-caption = { $programme }历届情况（以来源可查者为限）
programme-editions-key = 列表说明
programme-edition-number = 届次
programme-edition-when = 时间
programme-edition-where = 地点
programme-edition-theme = 主题或说明
programme-edition-certainty = 可靠程度
programme-edition-sources = 来源
programme-edition-online = 同时设线上会议
programme-number-inferred = 推算
programme-number-inferred-meaning = 届次由本门户推算，来源未载明。
programme-theme-paraphrased = 转述
programme-theme-paraphrased-meaning = 主题大意由本门户转述，并非官方表述。只有官方表述才加引号。
certainty-reported = 已报道
certainty-reported-meaning = 有来源在举办之后作过报道。
certainty-announced = 预告
certainty-announced-meaning = 有来源在举办之前作过预告，未见举办后的报道。
certainty-implied = 间接提及
certainty-implied-meaning = 来源间接提及，未作明确说明。
certainty-open = 待查
certainty-open-meaning = 未找到任何来源。
