### The staff desk

## Signing in

staff-sign-in = 登录
staff-sign-in-help = 账号由门户管理员开设。如忘记密码，请向管理员索取新的链接。
staff-sign-in-wrong = 电子邮箱或密码不正确，请核对后重试。
staff-sign-in-throttled = 尝试次数过多，请在 { $minutes } 分钟后重试。
staff-sign-in-unavailable = 暂时无法登录，请稍后重试。
staff-sign-in-failed = 登录未成功，请重试。
staff-sign-in-first = 请先登录再继续。
staff-sign-in-again = 请重新登录
staff-sign-in-again-why = 您的登录已过期，内容尚未保存。您填写的内容保留在本页，登录后即予保存。
staff-sign-in-again-do = 登录并保存
staff-kept = 未保存：{ $why }
staff-kept-forbidden-text = 可能是同事刚刚发布了此活动：已公开的内容只有发布者可以修改。请将您的文本交给发布者，或联系门户管理员。
staff-kept-forbidden-new-text = 您的账户没有（或不再有）所需的角色。请保留您的文本，并联系门户管理员。
staff-kept-gone = 此地址没有内容
staff-kept-gone-text = 可能是地址不完整，或数据库已恢复到较早的日期。
staff-kept-why = 您填写的内容都保留在本页，可以再次提交，也可以从下方复制。离开本页后，这些内容将不再保留。
staff-kept-why-copy = 您填写的内容都保留在本页，请从下方复制仍需要的部分。离开本页后，这些内容将不再保留。
staff-kept-again = 再试一次
staff-kept-as-is = 查看当前保存的内容
staff-kept-typed = 您填写的内容
staff-signed-out = 您已退出登录。
staff-password-is-set = 密码已设置，请用新密码登录。
staff-email = 电子邮箱
staff-password = 密码
staff-set-password = 设置密码
staff-password-new = 新密码
staff-password-again = 再次输入新密码
staff-password-rules = 至少 { $min } 个字符，最多 { $max } 个字符。可使用任意字符，几个词组合在一起就是好密码。可从密码管理工具粘贴。
staff-bad-token = 此链接无法使用
staff-bad-token-why = 链接已被使用、已过期或不完整。每个链接只能使用一次。
staff-bad-token-help = 请向门户管理员索取新的链接。如您已设置密码，请直接登录。
staff-title-error = 有误：{ $title }

## The list of events

staff-events = 活动
staff-new-event = 新建活动
staff-filter-status = 状态
staff-filter-any-status = 全部状态
staff-filter-programme = 合作项目
staff-filter-any-programme = 全部项目
staff-filter-show = 筛选
staff-events-caption = 活动列表，最近修改的在前
staff-events-none = 目前还没有活动。
staff-events-none-help = 请选择“新建活动”撰写第一个活动。发布之前只有工作人员可以看到。
staff-events-none-match = 没有符合条件的活动。
staff-events-all = 显示全部活动
staff-column-title = 活动
staff-column-status = 状态
staff-column-when = 时间
staff-column-languages = 语言
staff-column-changed = 最近修改
staff-translation-missing = 缺少
staff-translation-incomplete = 译文不全
staff-translation-stale = 待更新
staff-translation-draft = 未审校
staff-translation-reviewed = 已审校
staff-moment = { $date } { $time }，{ $zone }

## Editing an event

staff-saved = 已保存。
staff-read-only = 您可以查看此活动，但您的角色无权修改。
staff-save = 保存
staff-save-draft = 草稿只有工作人员可以看到。
staff-save-public = 此活动已公开，保存后访客立即看到修改。
staff-ways = 本活动
staff-preview = 预览
staff-revisions = 修订记录
staff-see-public = 查看公开页面
staff-publish = 发布…
staff-unpublish = 撤回…
staff-cancel = 取消活动…
staff-postpone = 推迟活动…
staff-notice = 公开通知…
staff-changed-by = 最近修改人：{ $name }
staff-by-operator = 门户管理员
staff-by-content = 初始内容
staff-lacks-required = 发布之前，请先填写：
staff-lacks-visitors = 访客看到的内容将不完整：
staff-lacks-language = { $language }：译文不全。所缺部分将以其他语言显示，并附说明。
staff-lacks-fresh = { $language }：翻译之后原文已有改动。
staff-source = 原文
staff-translation = 译文
staff-other-language = 与原文并列的语言
staff-other-language-show = 切换语言（保留已输入的内容）
staff-stale-help = 翻译之后原文已有改动，请对照原文更新译文。
staff-summary-hint = 一两句话，不带格式。用于列表、日历和搜索结果。
staff-body-hint = Markdown 格式：空一行为新段落，## 为标题，- 为列表项，**文字** 为加粗。
staff-venue-hint = 会场、街道、城市。仅在线上举行的活动请留空。
staff-organisers-hint = 每行一个。
staff-reviewed-hint = 仅当撰写者以外的人员已通读现有文本时，才勾选此项。
staff-when-where = 时间和地点
staff-all-day-hint = 勾选后不使用下面的时刻。
staff-end-date-hint = 仅一天的活动请留空。
staff-end-time-hint = 结束时间未定时请留空。
staff-zone-hint = 以举办地的时间为准；线上活动以主办方所在地的时间为准。
staff-zone-none = 请选择时区
staff-zone-region = 中国和东盟
staff-zone-others = 其他时区
staff-join-link-hint = 以 https:// 开头。活动发布后人人可见。
staff-about = 相关内容与联系人
staff-chosen = { $field }（已选 { $count } 项）
staff-contact-name-hint = 个人或部门，对外公开。
staff-contact-email-hint = 对外公开。
staff-slug-hint = 小写字母、数字和连字符。留空则由标题生成。发布后不能再修改。
staff-slug-fixed = 不能再修改：已有链接和日历指向此地址。
staff-note-hint = 写给同事的修改原因，访客看不到。可留空。
staff-empty = （空）
staff-yes = 是
staff-back-to-event = 返回活动

staff-field-title = 标题
staff-field-summary = 摘要
staff-field-body = 正文
staff-field-venue = 地点
staff-field-organisers = 主办单位
staff-field-reviewed = 已由第二人审校
staff-field-all-day = 全天
staff-field-when = 日期和时间
staff-field-start-date = 首日
staff-field-start-time = 开始时刻
staff-field-end-date = 末日
staff-field-end-time = 结束时刻
staff-field-zone = 时区
staff-field-format = 参加方式
staff-field-join-link = 线上参加链接
staff-field-programmes = 合作项目
staff-field-areas = 优先领域
staff-field-countries = 国家
staff-field-sdgs = 可持续发展目标
staff-field-spoken = 会议语言
staff-field-contact-name = 联系人
staff-field-contact-email = 联系人电子邮箱
staff-field-slug = 网址末段
staff-field-note = 修改说明
staff-field-notice = 致访客的通知
staff-field-status = 状态
staff-field-previous = 原定时间
staff-field-password = 新密码
staff-field-again = 再次输入新密码
staff-field-email = 电子邮箱
staff-field-in = { $field }（{ $language }）

## Two people wrote at once

staff-conflict = 您编辑时，另一位同事已保存
staff-conflict-new = 此活动已保存过，但内容不同
staff-conflict-another = 将我的另存为新活动
staff-conflict-who = 您编辑期间，{ $name }保存了此活动
staff-conflict-why = 以下各项您与同事的文本不同。只有一方改过的，已预先选定改过的文本；双方都改过的，请逐项选择保留哪一份。
staff-conflict-same = 在您打开的各项中，您与同事的文本并无不同。请保存后继续。
staff-conflict-kept = 没有内容丢失：您的文本都在本页；无论如何选择，同事的文本都保留在修订记录中。只有“已由第二人审校”的勾选需要重新设置。
staff-conflict-both = 您与同事都改过
staff-conflict-only-theirs = 仅同事改过
staff-conflict-only-mine = 仅您改过
staff-conflict-mine = 保留我的
staff-conflict-theirs = 采用同事的
staff-conflict-save = 按以上选择保存
staff-conflict-save-hint = 保存之前，系统中仍是同事的文本。

## Changing the status

staff-publish-title = 发布此活动？
staff-publish-why = 发布后，访客可立即在活动页面、列表和日历中看到。
staff-publish-do = 发布
staff-resume = 恢复举行…
staff-resume-title = 此活动恢复举行？
staff-resume-why = 访客将看到此活动按所示时间举行。如时间有变，请在活动编辑页修改时间。
staff-resume-do = 恢复举行
staff-unpublish-title = 撤回此活动？
staff-unpublish-why = 撤回后访客不再看到此活动，其页面也无法打开。活动恢复为草稿，内容不会删除。如活动不再举行，请选择取消，以便已知悉的人员得到通知。
staff-unpublish-do = 撤回
staff-cancel-title = 取消此活动？
staff-cancel-why = 活动仍公开显示，并在本门户和订阅者的日历中标为已取消。
staff-cancel-do = 取消活动
staff-postpone-title = 推迟此活动？
staff-postpone-why = 活动仍公开显示并标为已推迟，直至您给出新的时间。
staff-postpone-do = 推迟活动
staff-notice-title = 需要告知访客什么？
staff-notice-why = 通知显示在活动页面顶部，并出现在日历文件和消息源中，说明访客首先应当知道的事项，可随时在此更正。照常举行的活动可以不填，即没有通知。
staff-notice-do = 保存通知
staff-notice-ask = 请至少用一种语言向访客说明原因。通知显示在活动页面顶部。
staff-notice-stored = 访客目前看到的是：
staff-notice-hint = 例如：“请从北门入场，并携带身份证件。”
staff-notice-hint-cancel = 例如：“受台风影响，论坛无法举行。已通过电子邮件通知已报名的来宾。”
staff-notice-hint-postpone = 例如：“受台风影响，论坛推迟举行。新的日期将以电子邮件通知已报名的来宾。”

## Revisions

staff-revisions-title = 修订记录
staff-revisions-why = 所有修改记录，最近的在前。删去的内容在“修改前”一栏，新增的内容在“修改后”一栏。
staff-revisions-none = 没有修订记录。
staff-revision = 第 { $version } 版
staff-revision-caption = 第 { $version } 版的修改内容
staff-column-field = 项目
staff-column-before = 修改前
staff-column-after = 修改后
staff-change-created = 新建
staff-change-edited = 编辑
staff-change-published = 发布
staff-change-unpublished = 撤回
staff-change-cancelled = 取消
staff-change-postponed = 推迟
staff-change-resumed = 恢复举行
staff-change-notified = 通知变更
staff-change-loaded = 载入
staff-change-invited = 邀请
staff-change-password-set = 设置密码
staff-change-removed = 移除

## Preview

staff-preview-draft = 预览：此活动为草稿，访客看不到。
staff-preview-public = 预览：访客所见与此相同。
