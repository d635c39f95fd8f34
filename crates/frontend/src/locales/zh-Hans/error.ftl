### What went wrong

## Beside a form's field

error-required = 请填写此项。
error-too-long = 最多 { $max } 个字符。
error-too-short = 至少 { $min } 个字符。
error-slug = 只能使用小写字母、数字和单个连字符。
error-taken = 已被使用，请另选。
error-date = 请填写有效日期，例如 2026-05-01。
error-year = 请填写 { $min } 年至 { $max } 年之间的日期。
error-time = 请填写 00:00 至 23:59 之间的时间。
error-zone = 请从列表中选择时区，例如 Asia/Vientiane。
error-end-before-start = 结束时间早于开始时间。
error-link = 请填写以 https:// 或 http:// 开头的完整网址。
error-email = 请填写电子邮箱地址，例如 name@example.org。
error-choice = 请从所列选项中选择。
error-control = 请删除不可见字符。
error-mismatch = 两次输入的密码不一致。
error-fixed = 该项已对外公布并可能被引用，不能再修改。
error-changed = 此内容刚刚被他人更改。请再次核对后继续。
error-off = 此活动不举行，因此不能修改时间。请先恢复举行，并在那里给出时间。
error-over = 该时间已过。请给出将来的时间。
error-any-language = 请至少用一种语言填写。
error-undecided = 请选择保留哪一份。
error-own-unused = 您在下面另写了文本，却选择了其他文本。请选择您另写的文本，或清空该栏。
error-summary = 尚未保存，请检查以下各项
error-of-field = { $field }：{ $problem }

## As a page of its own

error-status = 错误 { $status }
error-request = 如需反馈，请提供以下编号：
error-ways-on = 您可以前往
error-not-found = 页面不存在
error-not-found-text = 网址可能有误，或页面已移动。您可以从以下栏目找到全部内容。
error-invalid = 请求中有不正确的内容
error-invalid-text = 网址或表单中含有本站未提供的值。
error-conflict = 内容已被他人修改
error-conflict-text = 请返回查看最新版本，再作修改。
error-wrong-state = 目前无法进行此操作
error-wrong-state-text = 内容状态已改变，也可能是您在另一窗口作了修改。请返回并重新载入页面。
error-unauthenticated = 请先登录
error-unauthenticated-text = 本页面供中心工作人员使用。
error-forbidden = 您的权限不足
error-forbidden-text = 如工作需要，请联系门户管理员。
error-throttled = 尝试次数过多
error-throttled-text = 请等待{ $seconds }秒后再试。
error-unavailable = 门户暂时无法访问
error-unavailable-text = 请稍后再试。已保存的内容不会丢失。
error-internal = 系统出现故障
error-internal-text = 故障已记录，与您的操作无关。请稍后再试。
error-too-large = 提交内容过大
error-too-large-text = 提交的内容超过上限，请精简后重新提交。
error-method = 本页面不支持此操作
error-method-text = 页面存在，但不接受此类请求。
error-bad-request = 无法识别此请求
error-bad-request-text = 请求不完整或格式有误。
error-filter = 没有这样的筛选条件
error-filter-text = 地址中的筛选条件不适用于此列表，问题出在以下部分：
error-filter-list = 去掉这些条件后显示列表
error-forged = 表单来自其他网站
error-forged-text = 为保障安全，未作任何更改。请在本门户打开该表单后提交。
error-timeout = 请求超时
error-timeout-text = 网络连接可能较慢。未作任何更改，请重试。
error-unsupported = 不接受此类内容
error-unsupported-text = 请通过页面上的表单提交。
error-long-address = 网址过长
error-long-address-text = 该网址长于本门户的任何网址，可能是拼接有误。
error-too-often = 您所在网络的请求过多
error-too-often-text = 短时间内，您使用的网络地址（可能与他人共用）发来了大量请求。请稍等几秒后重新载入页面。

## 供程序读取的错误说明：problem+json（RFC 9457）中的 `detail`，不在网页中显示。

problem-not-found = 此地址没有内容。
problem-invalid = 部分字段无效，详见 `errors`。
problem-conflict = 记录在读取后已被修改，请重新读取后再写入。
problem-wrong-state = 记录的当前状态不允许此操作，请重新读取。
problem-unauthenticated = 尚未登录。
problem-forbidden = 账户权限不足。
problem-throttled = 尝试次数过多，请等待 { $seconds } 秒。
problem-unavailable = 门户暂时无法访问，请按 Retry-After 所示时间后重试。
problem-internal = 门户出现故障，详情已按请求编号记入日志。
problem-too-large = 请求超过上限。
problem-method = 此地址不接受该方法，可用方法见 Allow。
problem-bad-request = 请求不完整或格式有误。
problem-filter = 查询中有一个或多个参数无效，见 `errors`。
problem-forged = 表单来自其他网站，未作任何更改。
problem-timeout = 请求超时，未作任何更改。
problem-unsupported = 不接受此媒体类型或编码的请求正文。
problem-long-address = 该地址长于本门户的任何地址。
problem-too-often = 来自此地址的请求过多，请等待 { $seconds } 秒，并降低请求频率。
